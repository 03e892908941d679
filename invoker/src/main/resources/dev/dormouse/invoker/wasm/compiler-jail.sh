# Run by 'unshare' in namespaces of its own: makes a root that holds nothing but the named places, read-only, enters it,
# gives up every privilege and becomes the command. Usage: PLACE... -- COMMAND ARGUMENT...
set -eu
PATH=/usr/sbin:/usr/bin:/sbin:/bin

# Nothing that has to be shown is below /sys, so it can be covered.
root=/sys
mount -t tmpfs -o mode=755,size=1m tmpfs "$root"

while [ "$1" != -- ]; do
  if [ -L "$1" ]; then
    mkdir -p "$root$(dirname "$1")"
    ln -s "$(readlink "$1")" "$root$1"
  else
    if [ -d "$1" ]; then
      mkdir -p "$root$1"
    else
      mkdir -p "$root$(dirname "$1")"
      : >"$root$1"
    fi
    mount --rbind "$1" "$root$1"
    mount -o remount,bind,ro,nosuid,nodev "$root$1"
  fi
  shift
done
shift

# Some containers forbid a new /proc; the command does without.
mkdir "$root/proc"
mount -t proc -o nosuid,nodev,noexec proc "$root/proc" || :

mkdir "$root/old"
cd "$root"
pivot_root . old
umount -l old
rmdir old
mount -o remount,bind,ro /
exec env -i setpriv --no-new-privs --inh-caps=-all --bounding-set=-all "$@"
