using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using Gatehouse.Core.Exchanges;
using Gatehouse.Core.Http;
using Gatehouse.Gateway.Identity.Sources;
using Gatehouse.Gateway.Observability;

namespace Gatehouse.Gateway.Upstreams.Balancing;

/// <summary>One input of a request's hash, compiled.</summary>
internal sealed class HashSource
{
    private const int StackBytes = 512;

    private readonly HeaderName? _header;
    private readonly byte[] _name;
    private readonly string? _capture;

    private HashSource(HashInput input, string? name)
    {
        Input = input;
        _name = Encoding.UTF8.GetBytes(name ?? "");
        _header = input == HashInput.Header ? new HeaderName(name!) : null;
        _capture = name;
    }

    /// <summary>Reads nothing.</summary>
    public static HashSource Nothing { get; } = new(HashInput.None, null);

    /// <summary>What it reads.</summary>
    public HashInput Input { get; }

    /// <summary>From <c>hash_on</c> or <c>hash_fallback</c> and the names that go with it.</summary>
    public static HashSource From(string input, string? header, string? cookie, string? queryArg, string? uriCapture) => input switch
    {
        "consumer" => new HashSource(HashInput.Consumer, null),
        "ip" => new HashSource(HashInput.Ip, null),
        "header" => new HashSource(HashInput.Header, header),
        "cookie" => new HashSource(HashInput.Cookie, cookie),
        "path" => new HashSource(HashInput.Path, null),
        "query_arg" => new HashSource(HashInput.QueryArg, queryArg),
        "uri_capture" => new HashSource(HashInput.UriCapture, uriCapture),
        _ => Nothing,
    };

    /// <summary>The hash of what the request has; false when it has nothing of the kind.</summary>
    public bool TryHash(Exchange exchange, out ulong hash)
    {
        hash = 0;
        switch (Input)
        {
            case HashInput.Consumer:
                return (exchange.Consumer?.Id ?? exchange.Credential?.Id) is { } id && Take(MemoryMarshal.AsBytes(id.AsSpan()), out hash);
            case HashInput.Ip:
                Span<byte> address = stackalloc byte[16];
                return exchange.ClientAddress.TryWriteBytes(address, out int written) && Take(address[..written], out hash);
            case HashInput.Header:
                return TryHashHeader(exchange.Request.Headers, ref hash);
            case HashInput.Cookie:
                return CookieValues.TryFind(exchange.Request.Headers, _name, out var cookie) && !cookie.IsEmpty && Take(cookie, out hash);
            case HashInput.Path:
                return Take(exchange.Request.Path, out hash);
            case HashInput.QueryArg:
                return TryHashQuery(exchange.Request.Query, ref hash);
            case HashInput.UriCapture:
                return exchange.UriCapture(_capture) is { IsEmpty: false } capture && Take(capture, out hash);
            default:
                return false;
        }
    }

    private static bool Take(ReadOnlySpan<byte> value, out ulong hash)
    {
        hash = StableHash.Of(value);
        return true;
    }

    private bool TryHashHeader(HeaderMap headers, ref ulong hash)
    {
        bool found = false;
        foreach (var field in headers.Values(_header!))
        {
            hash = StableHash.Of(field.Value, hash);
            found = true;
        }

        return found;
    }

    private bool TryHashQuery(ReadOnlySpan<byte> query, ref ulong hash)
    {
        bool found = false;
        byte[]? rented = query.Length > StackBytes ? ArrayPool<byte>.Shared.Rent(query.Length) : null;
        Span<byte> scratch = rented ?? stackalloc byte[StackBytes];
        var reader = new QueryReader(query);
        while (reader.MoveNext())
        {
            if (QueryReader.Means(reader.Name, _name))
            {
                // A sum, because the order of the values plays no part.
                hash += StableHash.Of(QueryReader.Decode(reader.Value, scratch));
                found = true;
            }
        }

        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }

        return found;
    }
}
