import os
import time

print("thumbnails go to", os.environ["THUMBNAIL_DIR"], flush=True)
while True:
    time.sleep(60)
