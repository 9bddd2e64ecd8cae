#!/bin/sh
# pkg_config.sh PACKAGE PROGRAM SOURCE... -- COMPILER...
# Compiles and runs a program with nothing but what pkg-config says about PACKAGE.
set -eu
package=$1 program=$2
shift 2
sources=
while [ "$1" != -- ]; do
  sources="$sources $1"
  shift
done
shift
# shellcheck disable=SC2046,SC2086  # lists of words on purpose
"$@" $("$PKG_CONFIG" --cflags "$package") $sources $("$PKG_CONFIG" --libs "$package") -o "$program"
exec "$program"
