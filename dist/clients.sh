# Installs the official clients that do not come by Maven, as their own package managers do, into
# build/clients. Versions are pinned: clients/python/requirements*.txt, go.mod and go.sum,
# clients/npm/package-lock.json.

require_python() {
  if ! command -v python3 >/dev/null 2>&1; then install_package python3 python3 || return 1; fi
  if ! python3 -c 'import ensurepip, venv' >/dev/null 2>&1; then
    install_package python3-venv python3 || return 1
  fi
}

require_client_tools() {
  require_python || return 1
  if ! command -v go >/dev/null 2>&1; then install_package golang-go go || return 1; fi
  if ! command -v node >/dev/null 2>&1; then install_package nodejs node || return 1; fi
  if ! command -v npm >/dev/null 2>&1; then install_package npm npm || return 1; fi
}

install_clients() { # install_clients HOME
  local home=$1 log="$1/build/clients/install.log"
  mkdir -p "$home/build/clients"
  require_client_tools || return 1
  { install_python_client "$home" python requirements.txt sdk.client &&
    install_python_client "$home" python-hsm requirements-hsm.txt alibabacloud_hsm20231113.client &&
    install_python_client "$home" python-acs requirements-acs.txt aliyunsdkcore.client &&
    install_python_client "$home" python-openapi requirements-openapi.txt alibabacloud_kms20160120.client &&
    install_npm_clients "$home" &&
    build_go_client "$home" dkms && build_go_client "$home" transfer &&
    build_go_client "$home" acs && build_go_client "$home" openapi; } \
    >"$log" 2>&1 || {
    tail -20 "$log"
    echo "verify: the Python, Go or npm clients could not be installed; see build/clients/install.log" >&2
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

install_npm_clients() { # install_npm_clients HOME
  local wanted="$1/compat/clients/npm" there="$1/build/clients/npm"
  if cmp -s "$wanted/package-lock.json" "$there/installed.json"; then return 0; fi
  rm -rf "$there"
  mkdir -p "$there" && cp "$wanted"/package*.json "$there/" &&
    (cd "$there" && npm ci --ignore-scripts --no-audit --no-fund) &&
    cp "$wanted/package-lock.json" "$there/installed.json"
}

build_go_client() { # build_go_client HOME NAME
  (cd "$1/compat/clients/go/$2" &&
    GOCACHE="$1/build/clients/go-cache" GOFLAGS=-mod=readonly GOTOOLCHAIN=local CGO_ENABLED=0 \
      go build -o "$1/build/clients/go-$2" .)
}

# What suite byok needs besides Maven's.
install_byok_clients() { # install_byok_clients HOME
  local home=$1 log="$1/build/clients/install-byok.log"
  mkdir -p "$home/build/clients"
  require_python || return 1
  { install_python_client "$home" python-acs requirements-acs.txt aliyunsdkcore.client &&
    install_aliyuncli "$home"; } >"$log" 2>&1 || {
    tail -20 "$log"
    echo "verify: aliyun-python-sdk-kms or aliyuncli could not be installed; see build/clients/install-byok.log" >&2
    return 1
  }
}

# aliyuncli is written in Python 2, which Jython still runs.
install_aliyuncli() { # install_aliyuncli HOME
  local wanted="$1/compat/kms/jython" there="$1/build/clients/jython" pip="$1/build/clients/python-acs/bin/pip"
  local jar=jython-standalone-2.7.4.jar sum=1fba1769effcc8b19f5e10436bc8274a158ce988559f257927c24c73bb137f3c
  if cat "$wanted"/requirements*.txt | cmp -s - "$there/installed.txt"; then return 0; fi
  rm -rf "$there"
  mkdir -p "$there" &&
    mvn -B -q -N -f "$1/pom.xml" dependency:copy -Dartifact=org.python:jython-standalone:2.7.4 -DoutputDirectory="$there" &&
    (cd "$there" && echo "$sum  $jar" | sha256sum -c -) &&
    "$pip" install --disable-pip-version-check --target "$there/packages" --python-version 2.7 --only-binary=:all: \
      --no-deps --no-compile --require-hashes -r "$wanted/requirements.txt" &&
    "$pip" install --disable-pip-version-check --target "$there/packages" \
      --no-deps --no-compile --require-hashes -r "$wanted/requirements-source.txt" &&
    cat "$wanted"/requirements*.txt >"$there/installed.txt"
}
