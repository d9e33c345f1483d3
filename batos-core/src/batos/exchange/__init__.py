"""Learned methods and whole object graphs as readable text, out of one image into another.

A parcel is a folder: a signed ``manifest.toml``, ``methods/*.py``, and for graphs
``objects/*.toml`` and ``blobs/*.blob``. What comes in is read as data, never unpickled, and enters
only through the guardian and the method's own examples.

``toml_values`` any plain value as TOML holds it, and back; ``toml_text`` writes it down
``skillfile``   one method as a Python file with front matter
``objectfile``  one object as a TOML file
``manifest``    the list of files, and its signature; ``signers`` whose it is, and who is trusted
``parcel``      a folder of files, read with suspicion
``staging``     parcels on their way between a client and an image worker
``exporting``   methods out of an image
``proving``     audit and trial of what wants to come in
``graphs``      objects out of an image
``importing``   methods into an image; ``arrivals`` objects into one
``taking``      what both do; ``installing`` its last step, ``reports`` what came of it
``skills``      the façade of a living image
"""
