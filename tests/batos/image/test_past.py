"""Moments of the past: what a person writes, and the transaction that it means."""

import datetime as dt

import pytest

from batos.errors import ImageError, PastError, UsageError
from batos.image.past import moment, tid_of, tid_text, time_of
from batos.objects import Method, UvmObject, install_method

NOW = dt.datetime(2026, 3, 1, 12, 0, tzinfo=dt.UTC)


class TestSaid:
    @pytest.mark.parametrize(
        ("text", "seconds"),
        [
            ("10m ago", 600),
            ("10m", 600),
            (" 10 minutes ago ", 600),
            ("1.5h ago", 5400),
            ("30s ago", 30),
            ("2 Hours AGO", 7200),
            ("3d", 3 * 86400),
            ("1 week ago", 7 * 86400),
            ("0s ago", 0),
        ],
    )
    def test_a_time_back_from_now(self, text, seconds):
        assert moment(text, now=NOW) == NOW - dt.timedelta(seconds=seconds)

    def test_a_date_is_its_beginning_here(self):
        assert moment("2026-03-01") == dt.datetime(2026, 3, 1).astimezone()

    def test_the_present_and_the_days_before_have_words(self):
        day = NOW.astimezone().date()
        assert moment(" Now ", now=NOW) == NOW
        assert moment("today", now=NOW) == moment(day.isoformat())
        assert moment("Yesterday", now=NOW) == moment((day - dt.timedelta(days=1)).isoformat())

    def test_a_time_without_a_zone_is_local(self):
        assert moment("2026-03-01T14:30") == dt.datetime(2026, 3, 1, 14, 30).astimezone()
        assert moment("2026-03-01 14:30:05").tzinfo is not None

    def test_a_zone_is_kept(self):
        assert moment("2026-03-01T14:30Z") == dt.datetime(2026, 3, 1, 14, 30, tzinfo=dt.UTC)
        there = moment("2026-03-01T14:30+05:30")
        assert there == dt.datetime(2026, 3, 1, 9, 0, tzinfo=dt.UTC)

    def test_the_id_of_a_transaction(self):
        assert moment("040d291d9d3e0f33") == bytes.fromhex("040d291d9d3e0f33")
        assert moment("0x040D291D9D3E0F33") == bytes.fromhex("040d291d9d3e0f33")

    @pytest.mark.parametrize(
        "text",
        [
            *("", " ", "tomorrow", "now now", "10", "10x ago", "-5m ago", "ago", "m", "2026-13-01"),
            "040g",
            pytest.param("9" * 100_000, id="digits"),
        ],
    )
    def test_what_is_no_time_is_refused_with_an_example(self, text):
        with pytest.raises(UsageError) as told:
            moment(text)
        assert "10m ago" in told.value.hint

    def test_what_is_longer_ago_than_time_is_refused(self):
        with pytest.raises(UsageError, match="longer ago"):
            moment("999999999 weeks ago")


class TestTransactions:
    def test_a_time_and_its_transaction_agree(self):
        tid = tid_of(NOW)
        assert abs((time_of(tid) - NOW).total_seconds()) < 0.001
        assert tid_of(NOW + dt.timedelta(milliseconds=1)) > tid
        assert tid_of(tid) == tid
        assert bytes.fromhex(tid_text(tid)) == tid

    def test_no_time_is_too_far(self):
        assert tid_of(dt.datetime.max.replace(tzinfo=dt.UTC)) == b"\xff" * 8
        with pytest.raises(PastError, match="no image in the year 1789"):
            tid_of(dt.datetime(1789, 7, 14, tzinfo=dt.UTC))


class TestRead:
    @pytest.fixture
    def moments(self, session):
        """The ids of three transactions in which a slot had the values 1, 2 and 3."""

        def put(root, value):
            obj = root.objects.get("box") or root.add("box", UvmObject())
            obj.content = value

        tids = []
        for value in (1, 2, 3):
            session.change(lambda root, value=value: put(root, value), note=f"put {value}")
            tids.append(session.database.lastTransaction())
        return tids

    def test_the_image_is_seen_as_it_was_right_after(self, session, moments):
        for value, tid in enumerate(moments, 1):
            with session.read(at=tid) as root:
                assert root.find("box").content == value

    def test_a_time_between_two_transactions_shows_the_earlier(self, session, moments):
        between = time_of(moments[0]) + (time_of(moments[1]) - time_of(moments[0])) / 2
        with session.read(at=between) as root:
            assert root.find("box").content == 1

    @pytest.mark.parametrize(
        "at", [b"\xff" * 8, dt.datetime(2999, 1, 1), dt.datetime(2999, 1, 1, tzinfo=dt.UTC)]
    )
    def test_the_future_is_the_present(self, session, moments, at):
        with session.read(at=at) as root:
            assert root.find("box").content == 3

    def test_before_its_birth_there_is_no_image(self, session, moments):
        for at in (bytes(8), dt.datetime(2001, 1, 1), dt.datetime(1950, 1, 1, tzinfo=dt.UTC)):
            with pytest.raises(PastError, match="was born at 20"), session.read(at=at):
                pass

    def test_nothing_can_be_changed(self, session, moments):
        with (
            pytest.raises(PastError, match="The past is read only"),
            session.read(at=moments[0]) as root,
        ):
            root.find("box").content = 9
        with (
            pytest.raises(PastError, match="The past is read only"),
            session.read(at=moments[0]) as root,
        ):
            root.find("box").clone()
        with session.read() as root:
            assert root.find("box").content == 3
        with session.read(at=moments[0]) as root:
            assert root.find("box").content == 1

    def test_a_list_that_was_changed_in_place_is_whole_again(self, session):
        def put(root):
            root.add("box", UvmObject(items=[1]))

        session.change(put, note="put")
        tid = session.database.lastTransaction()
        with session.read(at=tid) as root:
            root.find("box")._slots["items"].append(2)
        with session.read(at=tid) as root:
            assert root.find("box").items == [1]

    def test_a_method_that_was_replaced_answers_as_it_did(self, session, moments):
        tids = []
        for answer in (1, 2):

            def learn(root, answer=answer):
                source = f"def word(self):\n    return {answer}\n"
                method = Method(selector="word", source=source, signature="(self)")
                install_method(root.find("box"), method)

            session.change(learn, note="learn")
            tids.append(session.database.lastTransaction())
        for tid, answer in ((tids[1], 2), (tids[0], 1), (tids[1], 2)):
            with session.read(at=tid) as root:
                assert root.find("box").send("word") == answer

    def test_what_was_packed_away_is_told(self, session, open_session, moments):
        session.database.pack()
        again = open_session()  # a server's client has what it was told before
        with (
            pytest.raises(PastError, match="has been packed away") as told,
            again.read(at=moments[0]) as root,
        ):
            root.find("box").slots  # noqa: B018 - it is loaded here
        assert "versions of methods are kept" in told.value.hint
        with again.read(at=moments[2]) as root:
            assert root.find("box").content == 3

    def test_what_is_read_later_than_a_pack_is_seen(self, session, moments):
        session.database.pack()
        session.change(lambda root: setattr(root.find("box"), "content", 4), note="put 4")
        after = session.database.lastTransaction()
        session.change(lambda root: setattr(root.find("box"), "content", 5), note="put 5")
        with session.read(at=after) as root:
            assert root.find("box").content == 4

    def test_a_past_of_a_reopened_image(self, open_session, moments):
        with open_session().read(at=moments[1]) as root:
            assert root.find("box").content == 2

    def test_it_is_an_image_error(self):
        assert issubclass(PastError, ImageError)
        assert PastError("x").code == "image.past"
