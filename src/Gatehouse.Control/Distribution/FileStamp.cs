using System.Security.Cryptography;

namespace Gatehouse.Control.Distribution;

/// <summary>
/// Tells two states of a file apart without reading it, unless they are less than a tick of the file system's clock (4 ms on
/// Linux) apart. Taken from the opened file, so that symbolic links anywhere in the path are followed.
/// </summary>
internal readonly record struct FileStamp(long Length, DateTime Written, DateTime Created)
{
    /// <summary>The stamp of a file, null when it cannot be opened.</summary>
    public static FileStamp? Take(string path)
    {
        try
        {
            using var handle = File.OpenHandle(path, share: FileShare.ReadWrite | FileShare.Delete);
            return new FileStamp(RandomAccess.GetLength(handle), File.GetLastWriteTimeUtc(handle), File.GetCreationTimeUtc(handle));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Digest of the content, null when the file cannot be read.</summary>
    public static string? Digest(string path)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return Convert.ToHexString(SHA256.HashData(stream));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
