"""Made-up files to upload: photos, papers, and what pretends to be one."""

import io
import struct
import zlib

import pikepdf
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw


def photo(*, size: tuple[int, int] = (320, 240), colour: str = "steelblue", **saved) -> bytes:
    """Return a JPEG; keywords go into the file (``exif=``, ``comment=``)."""
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, "JPEG", **saved)
    return out.getvalue()


def scene() -> bytes:
    """Return a photo with something on it: a house under the sun."""
    image = Image.new("RGB", (1600, 1200), "#b9d7ea")
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 860, 1600, 1200), fill="#7f9a5f")
    draw.ellipse((1240, 120, 1420, 300), fill="#f6d365")
    draw.polygon(((420, 560), (800, 300), (1180, 560)), fill="#8c3b32")
    draw.rectangle((480, 560, 1120, 960), fill="#e9dfcf")
    draw.rectangle((740, 700, 860, 960), fill="#6b4a34")
    for left in (560, 940):
        draw.rectangle((left, 640, left + 110, 750), fill="#5f7f9a")
    out = io.BytesIO()
    image.save(out, "JPEG")
    return out.getvalue()


def photo_with_place() -> bytes:
    """Return a photo that was taken lying on its side, with the place in its EXIF."""
    exif = Image.Exif()
    exif[0x0112] = 6  # turn right
    exif[0x010F] = "Secret phone"
    exif.get_ifd(0x8825)[1] = "N"
    return photo(exif=exif, comment=b"GPS 23.6,102.8")


def picture(mode: str = "RGBA", size: tuple[int, int] = (64, 48)) -> bytes:
    """Return a PNG."""
    out = io.BytesIO()
    Image.new(mode, size).save(out, "PNG")
    return out.getvalue()


def paper(*, password: str = "", script: bool = False, pages: int = 1) -> bytes:
    """Return a PDF."""
    out = io.BytesIO()
    pdf = pikepdf.new()
    for _ in range(pages):
        pdf.add_blank_page()
    if script:
        pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
    pdf.save(out, encryption=pikepdf.Encryption(user=password, owner=password) if password else False)
    return out.getvalue()


def picture_bomb(side: int = 30_000) -> bytes:
    """Return a PNG of a few kilobytes that says it is 900 million pixels large."""
    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    lines = zlib.compress(b"\x00" * 1_000_000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", lines) + chunk(b"IEND", b"")


def paper_bomb(unpacked: int = 400_000_000) -> bytes:
    """Return a PDF whose objects lie in a stream that unpacks to far more than it may."""
    packer = zlib.compressobj(9)
    blank = b" " * 10_000_000
    packed = b"".join(packer.compress(blank) for _ in range(unpacked // len(blank))) + packer.flush()
    body = b"%PDF-1.5\n"
    objects = len(body)
    body += b"3 0 obj\n<</Type/ObjStm/N 2/First 10/Filter/FlateDecode/Length %d>>stream\n" % len(packed)
    body += packed + b"\nendstream\nendobj\n"
    table = len(body)
    rows = [(0, 0, 0), (2, 3, 0), (2, 3, 1), (1, objects, 0), (1, table, 0)]
    listed = zlib.compress(b"".join(struct.pack(">BIB", *row) for row in rows))
    body += b"4 0 obj\n<</Type/XRef/Size 5/W[1 4 1]/Root 1 0 R/Filter/FlateDecode/Length %d>>stream\n" % len(listed)
    return body + listed + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF" % table


def upload(data: bytes, name: str = "身份证.jpg") -> SimpleUploadedFile:
    """Return what a form gets for a chosen file."""
    return SimpleUploadedFile(name, data)


def paper_with_script(place: str) -> bytes:
    """Return a PDF with a script, or what is as bad, in one of the places where PDF takes it."""
    script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
    pdf = pikepdf.new()
    page = pdf.add_blank_page().obj
    match place:
        case "page":
            page.AA = pikepdf.Dictionary(O=script)
        case "link":
            page.Annots = [pikepdf.Dictionary(Subtype=pikepdf.Name.Link, A=script)]
        case "second step":
            pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.GoTo, Next=[script])
        case "program":
            page.Annots = [pikepdf.Dictionary(A=pikepdf.Dictionary(S=pikepdf.Name.Launch, F="calc.exe"))]
        case "file":
            page.Annots = [pikepdf.Dictionary(FS=pikepdf.Dictionary(EF=pikepdf.Dictionary(F=pdf.make_stream(b"MZ"))))]
        case "form":
            pdf.Root.AcroForm = pikepdf.Dictionary(Fields=[], XFA=pdf.make_stream(b"<xdp/>"))
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()
