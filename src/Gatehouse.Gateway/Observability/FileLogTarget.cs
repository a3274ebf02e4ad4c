using Microsoft.Win32.SafeHandles;

namespace Gatehouse.Gateway.Observability;

/// <summary>Appends to a file, a pipe or a device. Opened by the first write, with mode 0640: lines name people.</summary>
internal sealed class FileLogTarget(string path) : ILogTarget
{
    private FileStream? _stream;
    private bool _isTorn;

    /// <inheritdoc/>
    public void Write(ReadOnlySpan<byte> lines)
    {
        var stream = _stream ??= Open();
        try
        {
            if (stream.CanSeek)
            {
                Append(stream.SafeFileHandle, lines);
            }
            else
            {
                stream.Write(lines);
            }
        }
        catch (Exception e) when (e is IOException or ArgumentException)
        {
            // The latter is a file that reached its size limit (EFBIG).
            Reopen();
            throw;
        }
    }

    private void Append(SafeFileHandle file, ReadOnlySpan<byte> lines)
    {
        // The length is asked for each time: after a rotation by "copy and truncate" the end has moved.
        long end = RandomAccess.GetLength(file);
        if (_isTorn)
        {
            // A disk that was full ended the last write inside a line: the next one must not become part of it.
            if (end > 0)
            {
                RandomAccess.Write(file, "\n"u8, end++);
            }

            _isTorn = false;
        }

        try
        {
            RandomAccess.Write(file, lines, end);
        }
        catch (Exception e) when (e is IOException or ArgumentException)
        {
            _isTorn = RandomAccess.GetLength(file) > end;
            throw;
        }
    }

    /// <inheritdoc/>
    public void Reopen()
    {
        _stream?.Dispose();
        _stream = null;
    }

    /// <inheritdoc/>
    public void Dispose() => Reopen();

    private FileStream Open()
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.OpenOrCreate,
            Access = FileAccess.Write,
            Share = FileShare.ReadWrite | FileShare.Delete,
            BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead;
        }

        return new FileStream(path, options);
    }
}
