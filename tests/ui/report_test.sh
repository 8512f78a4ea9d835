#!/bin/bash
# Traces a marked screen with --report and opens the report in a real browser: light, dark, printed. Reports that
# name nobody must not hint at anybody. Usage: report_test.sh SPOOR SPOOR_VIEW UI_PROBE SPOOR_TRACE
set -u
spoor=$1 view=$2 probe=$3 trace=$4
command -v chromium >/dev/null || { echo "chromium is missing"; exit 77; }
folder=$(mktemp -d) || exit 1
trap 'rm -rf "$folder"' EXIT
cd "$folder" || exit 1
export SPOOR_PASSPHRASE=vault-words SPOOR_SESSION_PASSPHRASE=reviewer-words SPOOR_KIT_PASSPHRASE=kit-words
failures=0
fail() { echo "FAILED: $*"; failures=$((failures + 1)); }
ok() { echo "ok: $*"; }

# --- a vault with a few sessions, a screen of one of them, another vault of as many
mkdir -p tree
awk 'BEGIN { for (i = 1; i <= 300; i++) printf "int value_%d = compute(%d, \"%x\");  // line %d\n", i, i * 7919 % 1000, i * 104729, i }' > tree/long.c
printf '%s\n' "Ada <b>Lovelace</b> & Söhne,Kölner Labor" "Berta Benz,Mannheim" "Carla Cortez,Sevilla" > names.csv
make_vault() {
  "$spoor" init "$1" >/dev/null && "$spoor" pack tree -o "$1.spar" --vault "$1" --release "1.0" >/dev/null &&
    "$spoor" session new --vault "$1" --archive "$1.spar" --reviewers-file names.csv --expires +2h -o "$1.sessions" \
      --json >"$1.issued" &&
    "$spoor" kit export --vault "$1" --archive "$1.spar" -o "$1.spkit" >/dev/null
}
make_vault own && make_vault other || { echo "the vaults could not be made"; exit 1; }
session=$(head -1 own.issued | python3 -c 'import json, sys; print(json.load(sys.stdin)["file"])')
SPOOR_PASSPHRASE=reviewer-words "$view" "$session" --archive own.spar --open long.c:100 --size 1000x500 --scale 1 \
  --shot screen.png || { echo "--shot failed"; exit 1; }
export SPOOR_PASSPHRASE=kit-words

# --- the report of a match, twice
"$trace" screen.png --kit own.spkit --archive own.spar --report a.html >said || fail "the screen is not traced"
"$trace" screen.png --kit own.spkit --archive own.spar --report b.html >/dev/null
cmp -s a.html b.html && cmp -s a.pdf b.pdf && ok "the same input gives the same bytes" || fail "two reports differ"
[ "$(head -c 5 a.pdf)" = "%PDF-" ] || fail "a.pdf is no PDF"
grep -qE '(src|href)="(https?:)?//|url\(|@import|<script' a.html && fail "the report asks for something outside"
grep -q '<b>Lovelace' a.html && fail "a reviewer's name is taken for HTML"

# --- in the browser
browse() {
  timeout 60 chromium --headless --no-sandbox --disable-gpu --hide-scrollbars --disable-dev-shm-usage \
    --user-data-dir="$folder/profile" --window-size=1000,3000 "$@" "file://$folder/a.html" 2>/dev/null
}
browse --dump-dom >dom || fail "the browser does not open the report"
count() { grep -o "$1" dom | wc -l; }
[ "$(count '<svg')" = 5 ] || fail "there are $(count '<svg') figures instead of 5"
[ "$(count '<image')" = 2 ] || fail "there are $(count '<image') pictures instead of 2"
for words in '<p class="verdict">Match</p>' 'Ada &lt;b&gt;Lovelace&lt;/b&gt; &amp; Söhne' 'Chain of custody' \
  'extremely strong support' 'long.c, lines ' "$(sha256sum screen.png | cut -c1-64)"; do
  grep -qF "$words" dom && ok "says: $words" || fail "does not say: $words"
done
browse --screenshot=light.png >/dev/null
browse --blink-settings=preferredColorScheme=0 --screenshot=dark.png >/dev/null
light=$("$probe" lightness light.png) dark=$("$probe" lightness dark.png)
[ "${light:-0}" -gt 180 ] && ok "light is $light of 255" || fail "the light report has a lightness of ${light:-none}"
[ "${dark:-255}" -lt 80 ] && ok "dark is $dark of 255" || fail "the dark report has a lightness of ${dark:-none}"
browse --print-to-pdf=printed.pdf --no-pdf-header-footer >/dev/null
pages=$(grep -ac '/Type /Page$' printed.pdf)
[ "$pages" -ge 3 ] && ok "prints on $pages pages" || fail "printing gives $pages pages"

# --- nobody is named, nobody is hinted at
hints() { grep -nE 'Lovelace|Berta|Carla|Kölner|Mannheim|Sevilla|s-[0-9a-f]{12}|expected side' "$1"; }
"$trace" screen.png --kit other.spkit --report unmarked.html >/dev/null
[ $? = 4 ] || fail "another vault's kit does not say unmarked"
grep -q 'class="verdict">Unmarked' unmarked.html || fail "the report does not say unmarked"
hints unmarked.html && fail "the unmarked report hints at somebody"
SPOOR_PASSPHRASE=reviewer-words "$view" "$session" --archive own.spar --open long.c:100 --size 300x130 --scale 1 \
  --shot little.png || fail "--shot of a little"
"$trace" little.png --kit own.spkit --report little.html >said
[ $? = 3 ] || fail "a few characters are not inconclusive: $(cat said)"
grep -q 'class="verdict">Inconclusive' little.html || fail "the report does not say inconclusive"
hints little.html && fail "the inconclusive report hints at somebody"
"$trace" screen.png --kit own.spkit --report report.txt 2>/dev/null
[ $? = 2 ] || fail "a report that is no .html is not refused"
# --- without a kit: is it enough?
"$trace" --check screen.png --json >said && grep -q '"check":"likely enough"' said && ok "the screen is likely enough" ||
  fail "--check of the screen: $(cat said)"
"$trace" --check little.png >said
[ $? = 3 ] && grep -q 'ask for' said && ok "a few characters are unlikely to be" || fail "--check of a little: $(cat said)"
"$trace" --check screen.png --kit own.spkit >/dev/null 2>&1
[ $? = 2 ] || fail "--check with --kit is not refused"

# --- a folder: one bad file does not stop the rest, a second run repeats nothing, the order is the names'
mkdir -p folder/deep && cp screen.png folder/deep/z.png && cp little.png folder/b.png && head -c 4000 screen.png >folder/a.png
echo notes >folder/notes.txt
"$trace" folder --kit own.spkit --json --jobs 2 --resume results.jsonl >first 2>complaints
[ $? = 7 ] || fail "a folder with a torn file does not end with 7"
order=$(python3 -c 'import json, sys; print(*(json.loads(line)["capture"] for line in sys.stdin))' <first)
[ "$order" = "folder/a.png folder/b.png folder/deep/z.png" ] && ok "results come in order" || fail "the order is $order"
grep -q 'torn' complaints || fail "the torn file is not told"
"$trace" folder --kit own.spkit --json --resume results.jsonl >second 2>/dev/null
cmp -s first second && ok "a second run says the same" || fail "a second run says something else"
[ "$(grep -c z.png results.jsonl)" = 1 ] || fail "what was traced was traced again"

# --- joined
"$trace" --join little.png screen.png folder/a.png --kit own.spkit --json >said
[ $? = 0 ] && python3 -c 'import json, sys; o = json.load(sys.stdin); sys.exit(not (len(o["joined"]) == 3 and
o["joined"][2]["reason"]))' <said && ok "captures are joined" || fail "--join: $(cat said)"
[ "$failures" = 0 ] && echo "the report is what it should be"
exit $((failures > 0))
