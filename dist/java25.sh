# Sets and exports JAVA_HOME to a JDK 25 found under JAVA_HOME, PATH or /usr/lib/jvm.
is_java25() {
  [ -x "$1/bin/javac" ] || return 1
  # Every JDK says its version in this file; asking javac would cost each command a third of a second.
  if [ -r "$1/release" ]; then
    grep -qE '^JAVA_VERSION="?25\b' "$1/release"
  else
    "$1/bin/javac" -version 2>&1 | grep -q '^javac 25\b'
  fi
}

find_java25() {
  local candidate
  local -a candidates=("${JAVA_HOME:-}")
  if command -v javac >/dev/null 2>&1; then
    candidates+=("$(dirname "$(dirname "$(readlink -f "$(command -v javac)")")")")
  fi
  candidates+=(/usr/lib/jvm/*)
  for candidate in "${candidates[@]}"; do
    if [ -n "$candidate" ] && is_java25 "$candidate"; then
      export JAVA_HOME=$candidate
      export PATH="$JAVA_HOME/bin:$PATH"
      return 0
    fi
  done
  echo "coffer: no JDK 25 found: install one (such as temurin-25-jdk) or set JAVA_HOME to it" >&2
  return 1
}
