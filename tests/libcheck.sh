#!/bin/sh
# The library Check, which the tests need.
#   libcheck.sh flags     print how to compile and link with it; 1 if it is missing
#   libcheck.sh install   install it with the system's package manager
: "${CC:=cc}"

works() {
    printf '#include <check.h>\nint main(void) { return !suite_create("s"); }\n' |
        $CC -x c - "$@" -pthread -o /dev/null 2>/dev/null
}

# As pkg-config says, or in the places where systems put it.
flags() {
    set -- "$(pkg-config --cflags --libs check 2>/dev/null)" \
        "-lcheck" \
        "-lcheck -lm -lrt" \
        "-lcheck -lsubunit -lm -lrt" \
        "-lcheck_pic -lsubunit -lm -lrt" \
        "-I/opt/homebrew/include -L/opt/homebrew/lib -lcheck" \
        "-I/opt/local/include -L/opt/local/lib -lcheck" \
        "-I/usr/local/include -L/usr/local/lib -lcheck" \
        "-I/usr/pkg/include -L/usr/pkg/lib -lcheck"
    for try; do
        # shellcheck disable=SC2086  # several words on purpose
        if [ -n "$try" ] && works $try; then
            echo "$try"
            return 0
        fi
    done
    return 1
}

as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    elif command -v sudo >/dev/null; then
        sudo "$@"
    else
        echo "Installing Check needs root, and there is no sudo: run" \
            "make setup as root." >&2
        return 1
    fi
}

have() {
    command -v "$1" >/dev/null
}

# The package lists of a fresh Debian are empty: fetch them if need be.
apt_install() {
    export DEBIAN_FRONTEND=noninteractive
    as_root apt-get install -y -q "$@" 2>/dev/null ||
        { as_root apt-get update -q && as_root apt-get install -y -q "$@"; }
}

install() {
    if have apt-get; then apt_install check
    elif have dnf; then as_root dnf install -y check-devel
    elif have yum; then as_root yum install -y check-devel
    elif have zypper; then as_root zypper --non-interactive install check-devel
    elif have pacman; then as_root pacman -S --noconfirm --needed check
    elif have apk; then as_root apk add check-dev
    elif have xbps-install; then as_root xbps-install -y check-devel
    elif have brew; then brew install check
    elif have port; then as_root port install check
    elif have pkg; then as_root pkg install -y check
    elif have pkg_add; then as_root pkg_add check
    else
        echo "No package manager known here: install Check yourself," \
            "from https://libcheck.github.io/check/" >&2
        return 1
    fi
}

case $1 in
flags)
    flags
    ;;
install)
    if ! have "${CC%% *}"; then
        echo "There is no C compiler \"$CC\": install gcc or clang first." >&2
        exit 1
    fi
    if flags >/dev/null; then
        echo "Check is installed."
    elif install && flags >/dev/null; then
        echo "Check is installed now."
    else
        echo "Check could not be installed; everything but the tests works" \
            "without it." >&2
        exit 1
    fi
    ;;
*)
    echo "usage: libcheck.sh flags | install" >&2
    exit 2
    ;;
esac
