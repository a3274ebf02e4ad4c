namespace Gatehouse.Gateway.Observability;

/// <summary>Appends to a file, a pipe or a device. Opened by the first write, with mode 0640: lines name people.</summary>
internal sealed class FileLogTarget(string path) : ILogTarget
{
    private FileStream? _stream;

    /// <inheritdoc/>
    public void Write(ReadOnlySpan<byte> lines)
    {
        var stream = _stream ??= Open();
        try
        {
            if (stream.CanSeek)
            {
                // The length is asked for each time: after a rotation by "copy and truncate" the end has moved.
                RandomAccess.Write(stream.SafeFileHandle, lines, RandomAccess.GetLength(stream.SafeFileHandle));
            }
            else
            {
                stream.Write(lines);
            }
        }
        catch (IOException)
        {
            Reopen();
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
