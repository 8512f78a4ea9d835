#!/bin/bash
# Scripts that the chosen font lacks: a page of code with Chinese, Japanese, Korean and other comments is drawn, and
# traced by its ASCII parts; a page of nothing else frees nobody. Usage: wide_test.sh SPOOR SPOOR_VIEW UI_PROBE SPOOR_TRACE
set -u
spoor=$1 view=$2 probe=$3 trace=$4 here=$(cd "$(dirname "$0")" && pwd)
. "$here/stage.sh"

mkdir -p tree/src tree/doc
awk 'BEGIN {
  split("读取缓冲区中的下一个条目|检查边界是否越界|释放所有锁定的页面|次の項目を読み出す|境界を検査してから書き込む|다음 항목을 읽는다|경계를 검사한다|Проверить границу буфера|בדוק את הגבול|تحقق من الحدود|खाता जाँचें|ตรวจสอบขอบเขต|naïve café, e\xcc\x81tude|😀 done ✓ ☃", comment, "|")
  split("buffer carrier device filter gateway header jitter kernel latency monitor network offset packet queue router socket", word, " ")
  for (i = 1; i <= 90; i++) {
    printf "/* %s %d */\n", comment[i % 14 + 1], i
    printf "static int %s_%d(struct %s *p%d, unsigned int q)  // %s\n{\n\treturn p%d->field[%d] + q * %d;\n}\n\n", word[i % 16 + 1], i, word[(i * 7) % 16 + 1], i, comment[(i * 5) % 14 + 1], i, (i * 7919) % 997, i * 104729 % 9973
  }
}' > tree/src/comments.c
awk 'BEGIN {
  split("读取缓冲区中的下一个条目并且检查边界是否越界然后释放|次の項目を読み出す前に境界を検査してから書き込むべき|내려받은 다음 항목을 차례로 읽는다 그리고 경계를 검사", t, "|")
  for (i = 1; i <= 120; i++) printf "%s%s%s\n", t[i % 3 + 1], substr(t[(i + 1) % 3 + 1], i % 9 + 1), t[(i * 7) % 3 + 1]
}' > tree/doc/words.txt
make_release tree

# trace_of FILE: leaves the verdict and its exit code
trace_of() { SPOOR_PASSPHRASE=kit-words "$trace" "$1" --kit k.spkit --archive t.spar --json > verdict 2>&1; code=$?; }
shot() { "$view" s.spsn --archive t.spar --size 1400x900 --open "$1" "${@:3}" --shot "$2" >/dev/null || fail "$1 cannot be drawn"; }

for font in "JetBrains Mono" "Fira Code" "DejaVu Sans Mono"; do
  shot src/comments.c:200 page.png --font "$font"
  trace_of page.png
  [ $code = 0 ] && grep -q '"reviewer":"Stage Reviewer"' verdict && echo "ok: the page in $font" || fail "$font: $code: $(head -c 300 verdict)"
  grep -q '"path":"src/comments.c"' verdict && [ "$(number first_line)" -le 200 ] && [ "$(number last_line)" -ge 200 ] &&
    echo "ok: its place" || fail "$font: the place is lines $(number first_line) to $(number last_line)"
done
shot src/comments.c:100 wrapped.png --theme light
trace_of wrapped.png
[ $code = 0 ] && echo "ok: in the light theme" || fail "light: $code: $(head -c 300 verdict)"

# Of the words alone, without the tree and the line numbers.
shot doc/words.txt words.png
"$probe" crop words.png words-alone.png 345 105 1030 700
trace_of words-alone.png
case $code in
  0) grep -q '"reviewer":"Stage Reviewer"' verdict && echo "ok: words name the session" || fail "words name somebody else" ;;
  3) echo "ok: words say nothing" ;;
  *) fail "a page of words that are not read ends with $code: $(head -c 400 verdict)" ;;
esac
shot doc/words.txt page.png
trace_of page.png
[ $code = 0 ] || [ $code = 3 ] && echo "ok: words with tree and line numbers" || fail "words in the window: $code: $(head -c 300 verdict)"
[ "$failures" = 0 ]
