"""The rule handlers: what may be caught and how it may be used."""

from __future__ import annotations

import pytest

from batos.guardian.audit.audit import audit


def blocks(text: str) -> list[str]:
    """Return the sources in a text, parted by lines of three dashes."""
    return [part.strip("\n") + "\n" for part in text.split("\n---\n")]


REFUSED = r"""
def m(self, x=None):
    try:
        pass
    except:
        pass
---
def m(self, x=None):
    try:
        pass
    except x:
        pass
---
def m(self, x=None):
    try:
        pass
    except (ValueError, x):
        pass
---
def m(self, x=None):
    try:
        pass
    except x():
        pass
---
def m(self, x=None):
    try:
        pass
    except (lambda: ValueError)():
        pass
---
def m(self, x=None):
    try:
        pass
    except [ValueError][0]:
        pass
---
def m(self, x=None):
    try:
        pass
    except self.error:
        pass
---
def m(self, x=None):
    try:
        pass
    except json.JSONEncoder:
        pass
---
def m(self, x=None):
    ValueError = x
    try:
        pass
    except ValueError:
        pass
---
def m(self, x=None):
    try:
        pass
    except (*x,):
        pass
---
def m(self, x=None):
    try:
        pass
    except (ValueError if x else KeyError):
        pass
---
def m(self, x=None):
    try:
        pass
    except BaseException:
        pass
---
def m(self, x=None):
    try:
        pass
    except SystemExit:
        pass
---
def m(self, x=None):
    try:
        pass
    except KeyboardInterrupt:
        pass
---
def m(self, x=None):
    try:
        pass
    except GeneratorExit:
        pass
---
def m(self, x=None):
    try:
        pass
    except RecursionError:
        pass
---
def m(self, x=None):
    try:
        pass
    except MemoryError:
        pass
---
def m(self, x=None):
    try:
        pass
    finally:
        return 1
---
def m(self, x=None):
    for i in x:
        try:
            pass
        finally:
            break
---
def m(self, x=None):
    for i in x:
        try:
            pass
        finally:
            continue
---
def m(self, x=None):
    try:
        pass
    finally:
        if x:
            return 1
---
def m(self, x=None):
    try:
        pass
    finally:
        try:
            return 1
        except ValueError:
            pass
---
def m(self, x=None):
    try:
        pass
    except ValueError as e:
        return e
---
def m(self, x=None):
    try:
        pass
    except ValueError as e:
        self.e = e
---
def m(self, x=None):
    try:
        pass
    except ValueError as e:
        y = [e]
---
def m(self, x=None):
    try:
        pass
    except ValueError as e:
        return e.with_text
---
def m(self, x=None):
    try:
        pass
    except AttributeError as e:
        return e.obj
---
def m(self, x=None):
    try:
        pass
    except KeyError as e:
        return e.name
---
def m(self, x=None):
    try:
        pass
    except ValueError as e:
        f = lambda: e
---
def m(self, x=None):
    try:
        pass
    except ValueError as e:
        e = 1
---
def m(self, x=None):
    try:
        pass
    except ValueError as e:
        del e
---
def m(self, x=None):
    try:
        pass
    except ValueError as e:
        return self.keep(e)
---
def m(self, x=None):
    try:
        pass
    except ValueError as e:
        e.args = 1
---
def m(self, x=None):
    try:
        pass
    except ValueError as e:
        return [e for i in x]
---
def m(self, x=None):
    try:
        pass
    except ValueError as e:
        str = list
        return str(e)
---
def m(self, x=None):
    raise self.error
---
def m(self, x=None):
    raise x.y("a")
---
def m(self, x=None):
    raise x[0]
---
def m(self, x=None):
    raise (lambda: ValueError())()
---
def m(self, x=None):
    raise [ValueError][0]("a")
---
def m(self, x=None):
    raise x()()
"""

HONEST = r"""
def m(self, x=None):
    try:
        return 1 / x
    except ZeroDivisionError:
        return 0
---
def m(self, x=None):
    try:
        return int(x)
    except (ValueError, TypeError) as e:
        return str(e)
---
def m(self, x=None):
    try:
        return int(x)
    except ValueError as e:
        raise TypeError(f"bad: {e}") from e
---
def m(self, x=None):
    try:
        return int(x)
    except ValueError as e:
        print(e)
        return repr(e), e.args
---
def m(self, x=None):
    try:
        return json.loads(x)
    except json.JSONDecodeError:
        return None
---
def m(self, x=None):
    try:
        return re.match(x, "a")
    except re.error:
        return None
---
def m(self, x=None):
    try:
        return 1
    except Exception:
        raise
    finally:
        x = 1
---
def m(self, x=None):
    try:
        y = 1
    finally:
        for i in [1]:
            x = i
    return y
---
def m(self, x=None):
    raise ValueError
---
def m(self, x=None):
    raise KeyError("a") from None
---
def m(self, x=None):
    try:
        return 1
    except ValueError as e:
        if isinstance(e, KeyError):
            return 2
        return 3
"""


@pytest.mark.parametrize("source", blocks(REFUSED))
def test_is_refused(source: str) -> None:
    found = [finding for finding in audit(source).errors if finding.rule == "handlers"]

    assert found
    assert all(finding.message and finding.mend for finding in found)


@pytest.mark.parametrize("source", blocks(HONEST))
def test_honest_neighbour_is_accepted(source: str) -> None:
    verdict = audit(source)

    assert verdict.accepted, verdict.findings
