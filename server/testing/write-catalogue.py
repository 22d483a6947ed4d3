"""Writes a static STAC catalogue with pystac: `write-catalogue.py FOLDER URL`."""

import sys
from datetime import datetime, timezone
from pathlib import Path

import pystac

folder, url = Path(sys.argv[1]), sys.argv[2]
catalogue = pystac.Catalog("fields", "Fields of a test", title="Fields")
for name, west in (("north", 10.0), ("dateline", 179.5)):
    extent = pystac.Extent(
        pystac.SpatialExtent([[-180, -90, 180, 90]]),
        pystac.TemporalExtent([[datetime(2020, 1, 1, tzinfo=timezone.utc), None]]),
    )
    collection = pystac.Collection(name, f"Scenes of the {name}", extent, title=name.title())
    catalogue.add_child(collection)
    for month in (1, 4, 7, 10):
        east = west + 1 if west < 179 else -179.5
        item = pystac.Item(
            f"{name}-{month:02}",
            geometry={"type": "Point", "coordinates": [west, 48]},
            bbox=[west, 48, east, 49],
            datetime=datetime(2020, month, 15, 12, tzinfo=timezone.utc),
            properties={"eo:cloud_cover": month * 8.0},
        )
        cog = pystac.Asset(
            f"{url}/cog.tif?item={name}-{month}",
            title="All bands",
            media_type=pystac.MediaType.COG,
            roles=["data"],
        )
        cog.extra_fields = {"file:size": 1234, "eo:bands": [{"name": "B4", "common_name": "red"}]}
        item.add_asset("image", cog)
        item.add_asset("raw", pystac.Asset("./raw.jp2", media_type=pystac.MediaType.JPEG2000))
        item.add_asset("far", pystac.Asset("https://far.example/a.tif", media_type="image/tiff"))
        item.add_asset("stored", pystac.Asset("s3://unknown/a.tif", media_type="image/tiff"))
        item.add_asset(
            "thumbnail", pystac.Asset("../thumbnail.png", media_type="image/png", roles=["thumbnail"])
        )
        item.add_asset("metadata", pystac.Asset("./m.xml", media_type="text/xml"))
        collection.add_item(item)
kind = sys.argv[3] if len(sys.argv) > 3 else "SELF_CONTAINED"
catalogue.normalize_hrefs(f"{url}/stac")
catalogue.save(pystac.CatalogType[kind], dest_href=str(folder / "stac"))
