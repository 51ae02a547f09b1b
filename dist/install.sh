#!/usr/bin/env bash
# Installs Coffer on this machine, or removes it again. Data, configuration and passphrase are never touched.
set -euo pipefail
home=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)
prefix=${PREFIX:-/opt/coffer}
root=${DESTDIR:-}

usage() {
  cat <<TEXT
usage: dist/install.sh [install|uninstall]

PREFIX   where the program goes; /opt/coffer by default
DESTDIR  a folder to install into instead of this machine (packagers, tests): no user is made then

Made: PREFIX, /usr/local/bin/coffer, /etc/systemd/system/coffer.service, completion for bash, man page,
/etc/coffer/coffer.yaml unless it is there, and the user coffer.
TEXT
}

say() { echo "coffer: $*"; }

install_program() {
  # shellcheck source=java25.sh
  . "$home/dist/java25.sh"
  # shellcheck source=build.sh
  . "$home/dist/build.sh"
  find_java25
  ensure_built "$home" ''
  local target="$root$prefix" app
  app=$(readlink -f "$home/build/app")
  rm -rf "$target.new"
  mkdir -p "$target.new/build/app" "$target.new/dist" "$target.new/docs"
  cp "$app/coffer.jar" "$target.new/build/app/"
  cp -r "$app/lib" "$app/native" "$target.new/build/app/"
  cp "$home/coffer" "$target.new/"
  cp "$home/dist/java25.sh" "$home/dist/build.sh" "$home/dist/install.sh" "$target.new/dist/"
  cp -r "$home/dist/systemd" "$target.new/dist/"
  cp -r "$home"/docs/*.md "$target.new/docs/"
  cp "$home/LICENSE" "$target.new/"
  chmod -R u=rwX,go=rX "$target.new"
  rm -rf "$target.old"
  [ ! -e "$target" ] || mv "$target" "$target.old"
  mv "$target.new" "$target"
  rm -rf "$target.old"
}

install_files() {
  mkdir -p "$root/usr/local/bin" "$root/etc/systemd/system" "$root/etc/bash_completion.d" \
    "$root/usr/local/share/man/man1"
  ln -sfn "$prefix/coffer" "$root/usr/local/bin/coffer"
  sed "s|@PREFIX@|$prefix|g" "$home/dist/systemd/coffer.service" >"$root/etc/systemd/system/coffer.service"
  "$root$prefix/coffer" completion >"$root/etc/bash_completion.d/coffer"
  "$root$prefix/coffer" manual >"$root/usr/local/share/man/man1/coffer.1"
  if [ ! -e "$root/etc/coffer/coffer.yaml" ]; then
    mkdir -p "$root/etc/coffer"
    chmod 750 "$root/etc/coffer"
    printf '%s\n' '# docs/operating.md tells every key.' 'mode: production' >"$root/etc/coffer/coffer.yaml"
  fi
}

make_user() {
  getent passwd coffer >/dev/null ||
    useradd --system --user-group --home-dir /var/lib/coffer --no-create-home --shell /usr/sbin/nologin coffer
  chown root:coffer /etc/coffer /etc/coffer/coffer.yaml
  if [ ! -e /etc/coffer/passphrase ]; then
    (umask 077 && head -c 32 /dev/urandom | base64 >/etc/coffer/passphrase)
    say "made a passphrase in /etc/coffer/passphrase: keep a copy elsewhere, nothing else opens the data"
  fi
  if [ -d /run/systemd/system ]; then systemctl daemon-reload; fi
  say "installed; start it: systemctl enable --now coffer"
}

uninstall() {
  if [ -z "$root" ] && [ -d /run/systemd/system ]; then
    systemctl disable --now coffer 2>/dev/null || true
  fi
  rm -rf "$root$prefix" "$root$prefix.new" "$root$prefix.old"
  rm -f "$root/usr/local/bin/coffer" "$root/etc/systemd/system/coffer.service" \
    "$root/etc/bash_completion.d/coffer" "$root/usr/local/share/man/man1/coffer.1"
  if [ -z "$root" ] && [ -d /run/systemd/system ]; then systemctl daemon-reload; fi
  say "removed; /etc/coffer, /var/lib/coffer and the user coffer are left as they are"
}

case ${1:-install} in
  install | uninstall)
    case $prefix in /?*) ;; *) say "PREFIX must be absolute" >&2; exit 2 ;; esac
    if [ -z "$root" ] && [ "$(id -u)" -ne 0 ]; then
      say "this changes the machine: run it as root, or set DESTDIR" >&2
      exit 1
    fi ;;&
  install)
    install_program
    install_files
    [ -n "$root" ] || make_user ;;
  uninstall) uninstall ;;
  -h | --help) usage ;;
  *) usage >&2; exit 2 ;;
esac
