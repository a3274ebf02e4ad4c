using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Gateway.Identity.Certificates;

/// <summary>
/// Revocation lists in files, read again within a minute after they change. A file that cannot be read any more leaves its last lists
/// in force, until they expire and refuse.
/// </summary>
internal sealed class RevocationFiles : IDisposable
{
    /// <summary>Largest file: 64 MiB, some two million entries.</summary>
    internal const long MaxBytes = 64 * 1024 * 1024;

    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private readonly string[] _paths;
    private readonly (long Length, DateTime Written)[] _stamps;
    private readonly IReadOnlyList<RevocationList>[] _byFile;
    private readonly ILogger _logger;
    private readonly ITimer? _timer;
    private volatile RevocationLists _current = RevocationLists.Empty;
    private int _refreshing;

    /// <summary>Reads all files; throws <see cref="InvalidDataException"/>, which names the file, when one cannot be read.</summary>
    public RevocationFiles(IReadOnlyList<string> paths, TimeProvider time, ILogger logger)
    {
        _paths = [.. paths];
        _stamps = new (long, DateTime)[_paths.Length];
        _byFile = new IReadOnlyList<RevocationList>[_paths.Length];
        _logger = logger;
        for (int i = 0; i < _paths.Length; i++)
        {
            Load(i);
        }

        _current = new RevocationLists([.. _byFile.SelectMany(l => l)]);
        _timer = _paths.Length == 0 ? null : time.CreateTimer(static state => ((RevocationFiles)state!).Refresh(), this, Interval, Interval);
    }

    /// <summary>The lists now.</summary>
    public RevocationLists Current => _current;

    /// <inheritdoc/>
    public void Dispose() => _timer?.Dispose();

    private void Refresh()
    {
        if (Interlocked.Exchange(ref _refreshing, 1) != 0)
        {
            return;
        }

        bool hasChanged = false;
        for (int i = 0; i < _paths.Length; i++)
        {
            try
            {
                if (StampOf(_paths[i]) != _stamps[i])
                {
                    Load(i);
                    hasChanged = true;
                }
            }
            catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
            {
                IdentityLog.RevocationFileFailed(_logger, _paths[i], e.Message);
            }
        }

        if (hasChanged)
        {
            _current = new RevocationLists([.. _byFile.SelectMany(l => l)]);
        }

        Volatile.Write(ref _refreshing, 0);
    }

    private void Load(int index)
    {
        string path = _paths[index];
        try
        {
            var stamp = StampOf(path);
            if (stamp.Length > MaxBytes)
            {
                throw new InvalidDataException($"{path}: larger than {MaxBytes} bytes");
            }

            _byFile[index] = Read(path, File.ReadAllBytes(path));
            _stamps[index] = stamp;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InvalidDataException($"{path}: {e.Message}", e);
        }
    }

    private static (long Length, DateTime Written) StampOf(string path)
    {
        var file = new FileInfo(path);
        return (file.Length, file.LastWriteTimeUtc);
    }

    private static List<RevocationList> Read(string path, byte[] bytes)
    {
        var lists = new List<RevocationList>();
        if (!bytes.AsSpan().StartsWith("-----"u8) && bytes is [0x30, ..])
        {
            lists.Add(ReadOne(path, bytes));
            return lists;
        }

        ReadOnlySpan<char> text = Encoding.Latin1.GetString(bytes);
        while (PemEncoding.TryFind(text, out var fields))
        {
            if (text[fields.Label] is "X509 CRL")
            {
                lists.Add(ReadOne(path, Convert.FromBase64String(text[fields.Base64Data].ToString())));
            }

            text = text[fields.Location.End..];
        }

        return lists.Count > 0 ? lists : throw new InvalidDataException($"{path}: no revocation list in DER or PEM");
    }

    private static RevocationList ReadOne(string path, byte[] der)
        => RevocationListReader.TryRead(der, out var list, out string? error) ? list : throw new InvalidDataException($"{path}: {error}");
}
