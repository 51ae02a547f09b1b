# Installs the official clients that do not come by Maven, as their own package managers do, into
# build/clients. Versions are pinned: clients/python/requirements*.txt, go.mod and go.sum.

require_client_tools() {
  if ! command -v python3 >/dev/null 2>&1; then install_package python3 python3 || return 1; fi
  if ! python3 -c 'import ensurepip, venv' >/dev/null 2>&1; then
    install_package python3-venv python3 || return 1
  fi
  if ! command -v go >/dev/null 2>&1; then install_package golang-go go || return 1; fi
}

install_clients() { # install_clients HOME
  local home=$1 log="$1/build/clients/install.log"
  mkdir -p "$home/build/clients"
  require_client_tools || return 1
  { install_python_client "$home" python requirements.txt sdk.client &&
    install_python_client "$home" python-hsm requirements-hsm.txt alibabacloud_hsm20231113.client &&
    build_go_client "$home" dkms && build_go_client "$home" transfer; } \
    >"$log" 2>&1 || {
    tail -20 "$log"
    echo "verify: the Python or Go clients could not be installed; see build/clients/install.log" >&2
    return 1
  }
}

install_python_client() { # install_python_client HOME NAME REQUIREMENTS MODULE
  local wanted="$1/compat/clients/python/$3" venv="$1/build/clients/$2"
  if cmp -s "$wanted" "$venv/installed.txt" && "$venv/bin/python" -c "import $4"; then return 0; fi
  rm -rf "$venv"
  python3 -m venv "$venv" && "$venv/bin/pip" install --disable-pip-version-check --no-deps -r "$wanted" &&
    "$venv/bin/pip" check && cp "$wanted" "$venv/installed.txt"
}

build_go_client() { # build_go_client HOME NAME
  (cd "$1/compat/clients/go/$2" &&
    GOCACHE="$1/build/clients/go-cache" GOFLAGS=-mod=readonly GOTOOLCHAIN=local CGO_ENABLED=0 \
      go build -o "$1/build/clients/go-$2" .)
}
