using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;

namespace Gatehouse.Ai.Accounting.Spooling;

/// <summary>
/// The segment that is written: a file mapped into memory, its blocks allocated beforehand. Appending is a copy into the kernel's page cache,
/// which outlives the process whatever kills it, and never a system call. One writer at a time.
/// </summary>
internal sealed class SpoolSegment : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly int _capacity;
    private int _written = SpoolFile.HeaderBytes;
    private int _synced;

    private SpoolSegment(string path, long sequence, int bytes, FileStream stream)
    {
        Path = path;
        Sequence = sequence;
        _capacity = bytes;
        _file = MemoryMappedFile.CreateFromFile(stream, null, bytes, MemoryMappedFileAccess.ReadWrite, HandleInheritability.None, leaveOpen: false);
        _view = _file.CreateViewAccessor(0, bytes, MemoryMappedFileAccess.ReadWrite);
        Span<byte> header = stackalloc byte[SpoolFile.HeaderBytes];
        SpoolFile.WriteHeader(header, sequence);
        Copy(0, header);
    }

    /// <summary>Where it is.</summary>
    public string Path { get; }

    /// <summary>Its place in the order.</summary>
    public long Sequence { get; }

    /// <summary>Bytes up to which records are whole. On any thread.</summary>
    public int Written => Volatile.Read(ref _written);

    /// <summary>Whether the disk has less than what is written.</summary>
    public bool IsDirty => Volatile.Read(ref _synced) < Written;

    /// <summary>Bytes that still fit.</summary>
    public int Room => _capacity - _written;

    /// <summary>Makes a segment of a size that is the disk's promise from then on.</summary>
    /// <exception cref="IOException">There is no room, or no permission.</exception>
    public static SpoolSegment Create(string directory, long sequence, int bytes)
    {
        string path = SpoolFile.PathOf(directory, sequence);
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.ReadWrite | FileShare.Delete,
            PreallocationSize = bytes,
            BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        FileStream? stream = null;
        try
        {
            stream = new FileStream(path, options);
            stream.SetLength(bytes);
            stream.Flush(flushToDisk: true);
            return new SpoolSegment(path, sequence, bytes, stream);
        }
        catch
        {
            stream?.Dispose();
            File.Delete(path);
            throw;
        }
    }

    /// <summary>Appends a sealed record, padding included; false when it does not fit.</summary>
    public bool TryAppend(ReadOnlySpan<byte> record)
    {
        if (record.Length > Room)
        {
            return false;
        }

        Copy(_written, record);
        Volatile.Write(ref _written, _written + record.Length);
        return true;
    }

    /// <summary>Waits until the disk has all that is written now. Not on a loop.</summary>
    public void Sync()
    {
        int written = Written;
        _view.Flush();
        Volatile.Write(ref _synced, written);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _view.Dispose();
        _file.Dispose();
    }

    // Whole words: the safe way into a mapping copies element by element.
    private void Copy(int at, ReadOnlySpan<byte> bytes)
        => _view.SafeMemoryMappedViewHandle.WriteSpan((ulong)at, MemoryMarshal.Cast<byte, ulong>(bytes));
}
