using System.Security.Cryptography;
using System.Text;

namespace Gatehouse.Control.Distribution;

/// <summary>
/// The last configuration that was applied, on disk. It holds the secrets of the configuration: only the owner may read it. It
/// is replaced by a rename, so that a crash leaves either the old one or the new one.
/// </summary>
/// <param name="path">Absolute path; its directory is made when missing.</param>
public sealed class LastGoodFile(string path)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>
    /// The file of one origin: nodes share a directory, and none may start with what was meant for another.
    /// </summary>
    /// <param name="directory">Where nodes keep what is theirs.</param>
    /// <param name="origin">Where the node's configuration comes from: its file, or the addresses it serves.</param>
    public static LastGoodFile In(string directory, string origin)
    {
        string mark = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(origin)))[..12];
        return new LastGoodFile(System.IO.Path.Combine(directory, $"last-good-{mark}.yml"));
    }

    /// <summary>Where it is.</summary>
    public string Path => path;

    /// <summary>Keeps a text. Returns what went wrong, null when nothing did: a node serves without it.</summary>
    public async Task<string?> SaveAsync(string text, CancellationToken cancellationToken)
    {
        // Nodes of one machine may share it: with one name for both, one would move what the other has half written.
        var temporary = $"{path}.{Guid.NewGuid():n}.new";
        try
        {
            var directory = System.IO.Path.GetDirectoryName(path)!;
            if (!Directory.Exists(directory))
            {
                CreateDirectory(directory);
            }

            await using (var stream = new FileStream(temporary, Options()))
            await using (var writer = new StreamWriter(stream))
            {
                await writer.WriteAsync(text.AsMemory(), cancellationToken);
                await writer.FlushAsync(cancellationToken);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return e.Message;
        }
        finally
        {
            // Gone after the move; what a failure leaves holds secrets.
            File.Delete(temporary);
        }
    }

    /// <summary>The kept text, null when there is none.</summary>
    public async Task<string?> LoadAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await File.ReadAllTextAsync(path, cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static void CreateDirectory(string directory)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(directory);
        }
        else
        {
            Directory.CreateDirectory(directory, OwnerOnly | UnixFileMode.UserExecute);
        }
    }

    private static FileStreamOptions Options()
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        return options;
    }
}
