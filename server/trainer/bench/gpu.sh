#!/usr/bin/env bash
# Tests and measurements on a GPU machine: bench/gpu.sh OUT_FOLDER [PACK_FOLDER]
#
# Needs torch, transformers, peft, safetensors, numpy, pydantic, filelock, pillow and pytest; no
# rasterio, no Node. Without a pack, made-up tiles are used. Writes JSON files into OUT_FOLDER.
set -uo pipefail
out=$(mkdir -p "$1" && cd "$1" && pwd)
pack=${2:+$(cd "$2" && pwd)}
cd "$(dirname "$0")/.."
python=${PYTHON:-python3}

"$python" -c "import torch; print(torch.__version__, torch.cuda.get_device_name())" || exit 1
"$python" -m pytest -q tests/test_gpu.py tests/test_losses.py tests/test_backbones.py \
  >"$out/tests.log" 2>&1
echo "{\"testsExitCode\": $?}" >"$out/tests.json"
tail -n 3 "$out/tests.log"

common=(--epochs 3 --batch 256 --workers 8 --rounds 3)
if [[ -n $pack ]]; then common+=(--pack "$pack"); else common+=(--tiles 16384); fi
for method in lora full; do
  for precision in fp32 bf16; do
    "$python" -m bench.throughput "${common[@]}" --method "$method" --precision "$precision" \
      --out "$out/throughput-$method-$precision.json" >/dev/null ||
      echo "throughput $method $precision failed"
  done
done
for file in "$out"/throughput-*.json; do
  "$python" - "$file" <<'PYTHON'
import json
import sys

result = json.load(open(sys.argv[1]))
print(sys.argv[1].rsplit("/", 1)[-1], result["device"], f"{result['ours']['samplesPerSecond']:.0f}",
      "tiles/s, plain", f"{result['plainHfTrainer']['samplesPerSecond']:.0f}, ratio",
      f"{result['ratio']:.2f}")
PYTHON
done
