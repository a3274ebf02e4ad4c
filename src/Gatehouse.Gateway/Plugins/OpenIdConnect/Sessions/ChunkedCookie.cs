using System.Globalization;
using System.Text;
using Gatehouse.Core.Http;
using Gatehouse.Gateway.Identity.Sources;

namespace Gatehouse.Gateway.Plugins.OpenIdConnect.Sessions;

/// <summary>
/// A value that may be larger than browsers take for one cookie: <c>name</c> holds the number of parts, a dot and the first one,
/// <c>name_2</c> and so on the others.
/// </summary>
internal sealed class ChunkedCookie
{
    /// <summary>Most cookies: five of 3.8 KB are what common servers take for a request's header.</summary>
    public const int MaxParts = 5;

    // Browsers take 4096 bytes for name, value and attributes (RFC 6265 section 6.1).
    private const int PartBytes = 3800;

    private readonly byte[][] _names;

    public ChunkedCookie(string name)
    {
        Names = [.. Enumerable.Range(1, MaxParts).Select(i => i == 1 ? name : string.Create(CultureInfo.InvariantCulture, $"{name}_{i}"))];
        _names = [.. Names.Select(Encoding.ASCII.GetBytes)];
    }

    /// <summary>Names of all cookies there may be.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Most characters of a value.</summary>
    public static int Capacity => MaxParts * PartBytes;

    /// <summary>The value of a request; null when there is none, or a part is missing.</summary>
    public byte[]? Read(HeaderMap headers)
    {
        if (!CookieValues.TryFind(headers, _names[0], out var first) || first.Length < 2 || first[1] != '.' || first[0] is < (byte)'1' or > (byte)'0' + MaxParts)
        {
            return null;
        }

        int parts = first[0] - '0';
        var value = new List<byte>(parts * PartBytes);
        value.AddRange(first[2..]);
        for (int i = 1; i < parts; i++)
        {
            if (!CookieValues.TryFind(headers, _names[i], out var part) || part.Length > PartBytes)
            {
                return null;
            }

            value.AddRange(part);
        }

        return value.Count <= Capacity ? [.. value] : null;
    }

    /// <summary>Whether a cookie of that name is one of these.</summary>
    public bool Owns(ReadOnlySpan<byte> name)
    {
        foreach (byte[] own in _names)
        {
            if (name.SequenceEqual(own))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The cookies for a value, and which of those the browser has are to be removed.</summary>
    public IEnumerable<(string Name, string? Value)> Write(string value, HeaderMap request)
    {
        int parts = Math.Max(1, (value.Length + PartBytes - 1) / PartBytes);
        for (int i = 0; i < MaxParts; i++)
        {
            if (i < parts)
            {
                string part = value.Substring(i * PartBytes, Math.Min(PartBytes, value.Length - (i * PartBytes)));
                yield return (Names[i], i == 0 ? string.Create(CultureInfo.InvariantCulture, $"{parts}.{part}") : part);
            }
            else if (CookieValues.TryFind(request, _names[i], out _))
            {
                yield return (Names[i], null);
            }
        }
    }

    /// <summary>Names of the cookies that a request has.</summary>
    public IEnumerable<string> Present(HeaderMap request) => Names.Where((name, i) => CookieValues.TryFind(request, _names[i], out _));
}
