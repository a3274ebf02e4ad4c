using System.Runtime.InteropServices;
using System.Text;

namespace Gatehouse.Control.Distribution;

/// <summary>
/// Notifications about one file by inotify(7): writes to the file itself, and names that come and go in its directory. Neighbours
/// that are only written to notify nobody: an access log beside the file is thousands of writes a second, and the framework's
/// watcher, which knows whole directories only, makes garbage of each.
/// </summary>
internal sealed partial class FileNotifications : IDisposable
{
    private const uint Modify = 0x2, CloseWrite = 0x8, MovedTo = 0x80, Create = 0x100, Delete = 0x200, OverflowEvent = 0x4000;
    private const uint OnlyDirectory = 0x0100_0000;
    private const int CloseOnExec = 0x80000;

    /// <summary>wd, mask, cookie, len: four 32-bit words, then len bytes of name, padded with zeros.</summary>
    private const int HeaderBytes = 16;

    private readonly int _descriptor;
    private readonly string _path;
    private readonly string _name;
    private readonly Action _changed;
    private readonly Thread _thread;
    private readonly int _directoryWatch;
    private int _fileWatch;
    private volatile bool _isStopping;

    private FileNotifications(int descriptor, int directoryWatch, string path, Action changed)
    {
        _descriptor = descriptor;
        _directoryWatch = directoryWatch;
        _path = path;
        _name = Path.GetFileName(path);
        _changed = changed;
        _fileWatch = WatchFile();
        _thread = new Thread(Read) { IsBackground = true, Name = "file notifications" };
        _thread.Start();
    }

    /// <summary>Starts; null and the reason when there is no inotify, no instance left, or no directory.</summary>
    /// <param name="path">Absolute path of the file, which may come and go.</param>
    /// <param name="changed">Called on a thread of its own after every event that may be about the file.</param>
    /// <param name="problem">Why there are none.</param>
    public static FileNotifications? TryStart(string path, Action changed, out string? problem)
    {
        problem = null;
        if (!OperatingSystem.IsLinux())
        {
            problem = "there is no inotify on this system";
            return null;
        }

        int descriptor = Initialise(CloseOnExec);
        if (descriptor < 0)
        {
            problem = Marshal.GetLastPInvokeErrorMessage();
            return null;
        }

        int directory = AddWatch(descriptor, Path.GetDirectoryName(path)!, Create | MovedTo | Delete | OnlyDirectory);
        if (directory < 0)
        {
            problem = Marshal.GetLastPInvokeErrorMessage();
            _ = Close(descriptor);
            return null;
        }

        return new FileNotifications(descriptor, directory, path, changed);
    }

    /// <summary>Stops. The callback may run once more.</summary>
    public void Dispose()
    {
        if (!_isStopping)
        {
            _isStopping = true;

            // The end of a watch is an event itself: it wakes the reader, which closes the descriptor.
            _ = RemoveWatch(_descriptor, _directoryWatch);
            _thread.Join();
        }
    }

    /// <summary>−1 while there is no such file. Follows links, so that it is the target whose writes are seen.</summary>
    private int WatchFile() => AddWatch(_descriptor, _path, Modify | CloseWrite);

    private void Read()
    {
        Span<byte> buffer = stackalloc byte[4096];
        while (!_isStopping)
        {
            nint count;
            unsafe
            {
                fixed (byte* start = buffer)
                {
                    count = ReadEvents(_descriptor, start, (nuint)buffer.Length);
                }
            }

            if (count <= 0 && Marshal.GetLastPInvokeError() != 4) // EINTR
            {
                break;
            }

            if (count > 0 && IsAboutFile(buffer[..(int)count]) && !_isStopping)
            {
                _changed();
            }
        }

        _ = Close(_descriptor);
    }

    private bool IsAboutFile(ReadOnlySpan<byte> events)
    {
        bool isAbout = false;
        while (events.Length >= HeaderBytes)
        {
            int watch = MemoryMarshal.Read<int>(events);
            uint mask = MemoryMarshal.Read<uint>(events[4..]);
            int length = Math.Min(MemoryMarshal.Read<int>(events[12..]), events.Length - HeaderBytes);
            if ((mask & OverflowEvent) != 0 || watch == _fileWatch)
            {
                isAbout = true;
            }
            else if (watch == _directoryWatch && IsName(events.Slice(HeaderBytes, length)))
            {
                // Another file of that name, or a link on the way to it: its writes are to be watched from now on.
                if (_fileWatch >= 0)
                {
                    _ = RemoveWatch(_descriptor, _fileWatch);
                }

                _fileWatch = WatchFile();
                isAbout = true;
            }

            events = events[(HeaderBytes + length)..];
        }

        return isAbout;
    }

    /// <summary>The file's own name, or one with two dots: the links of Kubernetes volumes.</summary>
    private bool IsName(ReadOnlySpan<byte> padded)
    {
        int end = padded.IndexOf((byte)0);
        var name = end < 0 ? padded : padded[..end];
        return name.StartsWith(".."u8) || Encoding.UTF8.GetString(name) == _name;
    }

    [LibraryImport("libc", EntryPoint = "inotify_init1", SetLastError = true)]
    private static partial int Initialise(int flags);

    [LibraryImport("libc", EntryPoint = "inotify_add_watch", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int AddWatch(int descriptor, string path, uint mask);

    [LibraryImport("libc", EntryPoint = "inotify_rm_watch", SetLastError = true)]
    private static partial int RemoveWatch(int descriptor, int watch);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    private static unsafe partial nint ReadEvents(int descriptor, byte* buffer, nuint size);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
