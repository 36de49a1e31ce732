package dev.pawl.persistence.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.h2.store.fs.FileBaseDefault;
import org.h2.store.fs.FilePath;
import org.h2.store.fs.FilePathWrapper;

/**
 * H2's files on a disk that keeps only what was forced: a write since the last {@code force}
 * survives a power loss by chance, alone of its neighbours or torn. Reached as {@code
 * jdbc:h2:powerloss:/path}.
 */
public final class PowerLossFileSystem extends FilePathWrapper {

  private static final Map<String, Disk> DISKS = new ConcurrentHashMap<>();

  static void register() {
    FilePath.register(new PowerLossFileSystem());
  }

  @Override
  public String getScheme() {
    return "powerloss";
  }

  @Override
  public FileChannel open(String mode) throws IOException {
    var disk = DISKS.computeIfAbsent(getBase().toString(), name -> new Disk());
    return new Channel(getBase().open(mode), disk);
  }

  /** What is on the disk if the power is lost now. */
  static Map<String, byte[]> cutPower(Random random) {
    var images = new TreeMap<String, byte[]>();
    DISKS.forEach((name, disk) -> images.put(name, disk.afterPowerLoss(random)));
    return images;
  }

  static void forget() {
    DISKS.clear();
  }

  /** One file: its forced bytes, and what was written since. */
  private static final class Disk {

    private record Write(long position, byte[] bytes) {}

    private byte[] forced = {};
    private final List<Write> pending = new ArrayList<>();

    synchronized void write(long position, byte[] bytes) {
      pending.add(new Write(position, bytes));
    }

    synchronized void truncate(long size) {
      pending.add(new Write(-size - 1, new byte[0]));
    }

    synchronized void force() {
      forced = apply(forced, pending);
      pending.clear();
    }

    synchronized byte[] afterPowerLoss(Random random) {
      var survivors = new ArrayList<Write>();
      for (var write : pending) {
        switch (random.nextInt(3)) {
          case 0 -> survivors.add(write);
          case 1 -> survivors.add(torn(write, random));
          default -> {}
        }
      }
      return apply(forced, survivors);
    }

    private static Write torn(Write write, Random random) {
      var kept = write.bytes.length == 0 ? 0 : random.nextInt(write.bytes.length);
      return new Write(write.position, Arrays.copyOf(write.bytes, kept));
    }

    private static byte[] apply(byte[] before, List<Write> writes) {
      var bytes = before;
      for (var write : writes) {
        if (write.position < 0) {
          bytes = Arrays.copyOf(bytes, (int) Math.min(bytes.length, -write.position - 1));
        } else {
          var end = (int) write.position + write.bytes.length;
          bytes = end > bytes.length ? Arrays.copyOf(bytes, end) : bytes.clone();
          System.arraycopy(write.bytes, 0, bytes, (int) write.position, write.bytes.length);
        }
      }
      return bytes;
    }
  }

  private static final class Channel extends FileBaseDefault {

    private final FileChannel base;
    private final Disk disk;

    Channel(FileChannel base, Disk disk) {
      this.base = base;
      this.disk = disk;
    }

    @Override
    public int read(ByteBuffer target, long position) throws IOException {
      return base.read(target, position);
    }

    @Override
    public int write(ByteBuffer source, long position) throws IOException {
      var bytes = new byte[source.remaining()];
      source.duplicate().get(bytes);
      var written = base.write(source, position);
      disk.write(position, Arrays.copyOf(bytes, written));
      return written;
    }

    @Override
    public long size() throws IOException {
      return base.size();
    }

    @Override
    protected void implTruncate(long size) throws IOException {
      base.truncate(size);
      disk.truncate(size);
    }

    @Override
    public void force(boolean metaData) {
      disk.force();
    }

    @Override
    public FileLock tryLock(long position, long size, boolean shared) throws IOException {
      return base.tryLock(position, size, shared);
    }

    @Override
    protected void implCloseChannel() throws IOException {
      base.close();
    }
  }
}
