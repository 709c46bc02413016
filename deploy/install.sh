#!/bin/sh
# Installs Rongyao from this folder into a fresh environment. Asks no network for anything.
#   sh install.sh [--prefix /opt/rongyao] [--python python3]
set -eu
prefix=/opt/rongyao
python=python3
while [ $# -gt 0 ]; do
  case "$1" in
    --prefix) prefix=$2; shift 2 ;;
    --python) python=$2; shift 2 ;;
    *) echo "usage: sh install.sh [--prefix /opt/rongyao] [--python python3]" >&2; exit 2 ;;
  esac
done
here=$(cd "$(dirname "$0")" && pwd)
wanted=$(cat "$here/PYTHON")
found=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])') || { echo "There is no $python here. Name one: --python /usr/bin/python$wanted" >&2; exit 1; }
[ "$found" = "$wanted" ] || { echo "This bundle is for Python $wanted; $python is $found. Name another: --python /usr/bin/python$wanted" >&2; exit 1; }
[ ! -e "$prefix/bin/rongyao" ] || echo "Replacing what is in $prefix."
(cd "$here" && sha256sum --quiet -c SHA256SUMS) || { echo "This bundle is damaged: a file is not what SHA256SUMS says. Copy it again." >&2; exit 1; }
"$python" -m venv "$prefix"
"$prefix/bin/python" -m pip install --quiet --disable-pip-version-check --no-cache-dir --no-index --find-links "$here/wheels" \
  --require-hashes -r "$here/requirements.txt"
"$prefix/bin/python" -m compileall -q "$prefix/lib" >/dev/null 2>&1 || true
# The database carried in a wheel must be executable by the user that will run it.
chmod -R go+rX "$prefix"
echo "Rongyao $(cat "$here/VERSION") is in $prefix. Next: docs/howto/install.md, and: $prefix/bin/rongyao check"
