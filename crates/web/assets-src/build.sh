#!/bin/sh
# Maintainers' tool: compiles the style sheet and the script into ../static under names that carry a hash of their
# content, and writes ../src/assets.rs and ../vendored/SHA256SUMS. `build.sh --check` changes nothing and fails when
# the committed files differ. Needs Node 20.19 or newer; the product needs none of this.
set -eu
cd "$(dirname "$0")"
[ -d node_modules ] || npm ci --ignore-scripts --no-audit --no-fund
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT

node_modules/.bin/sass --no-source-map --quiet-deps --style=compressed --no-charset styles/site.scss "$out/site.css"
for name in site account; do
  node_modules/.bin/terser "script/$name.js" --compress --mangle --toplevel --ecma 2020 --output "$out/$name.js"
done
cp images/mark.svg "$out/mark.svg"
cp images/share.png "$out/share.png"

for banned in 'GDS Transport' 'crown' 'crest' 'url('; do
  if grep -q -- "$banned" "$out/site.css"; then echo "site.css holds '$banned'" >&2; exit 1; fi
done

mkdir -p "$out/static" "$out/vendored/govuk-frontend"
hashed() { # name extension
  sum=$(sha256sum "$out/$1.$2" | cut -c1-12)
  cp "$out/$1.$2" "$out/static/$1.$sum.$2"
  printf '%s' "$1.$sum.$2"
}
style=$(hashed site css)
script=$(hashed site js)
account=$(hashed account js)
mark=$(hashed mark svg)
share=$(hashed share png)
cat > "$out/assets.rs" <<RS
//! Addresses of the static files, written by \`assets-src/build.sh\`: each name carries the start of its content's
//! SHA-256, so that browsers may keep it for a year. No other file knows these names.

/// The style sheet of all pages.
pub(crate) const STYLE: &str = "/static/$style";
/// The script of all pages; every page works without it.
pub(crate) const SCRIPT: &str = "/static/$script";
/// The script of pages with a passkey.
pub(crate) const ACCOUNT_SCRIPT: &str = "/static/$account";
/// The mark in the header and the icon of the tab.
pub(crate) const MARK: &str = "/static/$mark";
/// The picture that messengers show beside a shared link, 600 × 315.
pub(crate) const SHARE: &str = "/static/$share";
RS

cp node_modules/govuk-frontend/LICENSE.txt "$out/vendored/govuk-frontend/LICENSE.txt" 2>/dev/null ||
  cp vendored-licences/govuk-frontend.txt "$out/vendored/govuk-frontend/LICENSE.txt"
(cd "$out" && sha256sum static/site.*.css vendored/govuk-frontend/LICENSE.txt > vendored/SHA256SUMS)

if [ "${1:-}" = --check ]; then
  diff -r "$out/static" ../static
  diff "$out/assets.rs" ../src/assets.rs
  diff "$out/vendored/SHA256SUMS" ../vendored/SHA256SUMS
  echo "static files are what the sources make"
  exit 0
fi
rm -rf ../static ../vendored/govuk-frontend
mkdir -p ../vendored
cp -r "$out/static" ../static
cp -r "$out/vendored/." ../vendored/
mkdir -p ../src
cp "$out/assets.rs" ../src/assets.rs
for file in ../static/*; do
  printf '%s %s bytes, %s gz\n' "$(basename "$file")" "$(wc -c < "$file")" "$(gzip -9c "$file" | wc -c)"
done
