using System.Net;
using System.Net.Sockets;
using System.Text;
using Gatehouse.Core.Exchanges;
using Gatehouse.Core.Expressions;
using Gatehouse.Core.Http;
using Gatehouse.Gateway.Expressions;

namespace Gatehouse.Gateway.Limits;

/// <summary>Finds out whose counter a request uses. Compiled with its limit; allocates nothing.</summary>
internal sealed record LimitSubject
{
    private const int MaxText = 1024;

    /// <summary>Whom it tells apart.</summary>
    public required LimitBy By { get; init; }

    /// <summary>Field of <see cref="LimitBy.Header"/>.</summary>
    public HeaderName? Header { get; init; }

    /// <summary>Path of <see cref="LimitBy.Path"/>, UTF-8.</summary>
    public byte[] Path { get; init; } = [];

    /// <summary>Claim of <see cref="LimitBy.Claim"/>.</summary>
    public ClaimPath? Claim { get; init; }

    /// <summary>Expression of <see cref="LimitBy.Expression"/>.</summary>
    public ValueExpression? Expression { get; init; }

    /// <summary>Bits of an IPv4 address that tell clients apart, 1 to 32.</summary>
    public int Ipv4Prefix { get; init; } = 32;

    /// <summary>Bits of an IPv6 address that tell clients apart, 1 to 128. Default 64: what one subscriber has (RFC 6177).</summary>
    public int Ipv6Prefix { get; init; } = 64;

    /// <summary>The key of a request.</summary>
    public UInt128 KeyOf(Exchange exchange, LimitKeys keys, TimeProvider time) => By switch
    {
        LimitBy.Consumer => OfId(exchange.Consumer?.Id, keys, LimitBy.Consumer) ?? OfId(exchange.Credential?.Id, keys, LimitBy.Credential),
        LimitBy.Credential => OfId(exchange.Credential?.Id, keys, LimitBy.Credential),
        LimitBy.ConsumerGroup => OfId(exchange.ConsumerGroups is [var first, ..] ? first.Id : null, keys, LimitBy.ConsumerGroup),
        LimitBy.Service => OfId(exchange.Service?.Id, keys, LimitBy.Service),
        LimitBy.Route => OfId(exchange.Route?.Id, keys, LimitBy.Route),
        LimitBy.Path => exchange.Request.Path.SequenceEqual(Path) ? Of(LimitBy.Path, Path, keys) : null,
        LimitBy.Header => exchange.Request.Headers.TryGet(Header!, out var value) ? Of(LimitBy.Header, value, keys) : null,
        LimitBy.Claim => exchange.Claims is { } claims && claims.TryGetJson(Claim!, out var json) ? Of(LimitBy.Claim, json, keys) : null,
        LimitBy.Expression => OfExpression(exchange, keys, time),
        LimitBy.Global => Of(LimitBy.Global, default, keys),
        _ => null,
    } ?? OfAddress(exchange.ClientAddress, keys);

    /// <summary>
    /// The key that an administrator names: 32 hexadecimal digits, or the kind, a colon and the value (<c>consumer:ID</c>,
    /// <c>ip:10.0.0.1</c>, <c>header:VALUE</c>, <c>global:</c>).
    /// </summary>
    public bool TryParse(string text, LimitKeys keys, out UInt128 key)
    {
        if (text.Length == 32 && UInt128.TryParse(text, System.Globalization.NumberStyles.AllowHexSpecifier, null, out key))
        {
            return true;
        }

        key = default;
        int colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0 || Array.IndexOf(LimitByNames.All, text[..colon]) is not (>= 0 and var kind))
        {
            return false;
        }

        string value = text[(colon + 1)..];
        if ((LimitBy)kind != LimitBy.Ip)
        {
            key = Of((LimitBy)kind, Encoding.UTF8.GetBytes(value), keys);
            return true;
        }

        bool isAddress = IPAddress.TryParse(value, out var address);
        key = isAddress ? OfAddress(address!, keys) : default;
        return isAddress;
    }

    // A hash of the identity with a number of its kind: a header field that reads as an address is not that address.
    private static UInt128 Of(LimitBy kind, ReadOnlySpan<byte> identity, LimitKeys keys)
        => keys.Of(identity) ^ new UInt128(((ulong)kind + 1) * 0x9e3779b97f4a7c15, ((ulong)kind + 1) * 0xc2b2ae3d27d4eb4f);

    private static UInt128? OfId(string? id, LimitKeys keys, LimitBy kind)
    {
        if (id is null)
        {
            return null;
        }

        int length = Encoding.UTF8.GetByteCount(id);
        Span<byte> bytes = length <= MaxText ? stackalloc byte[MaxText] : new byte[length];
        return Of(kind, bytes[..Encoding.UTF8.GetBytes(id, bytes)], keys);
    }

    private UInt128? OfExpression(Exchange exchange, LimitKeys keys, TimeProvider time)
    {
        Span<byte> text = stackalloc byte[MaxText];
        return Expression!.TryWrite(ExchangeSource.For(exchange, time), text, out int written)
            ? Of(LimitBy.Expression, text[..written], keys)
            : null;
    }

    private UInt128 OfAddress(IPAddress address, LimitKeys keys)
    {
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out int written);
        var shown = bytes[..written];
        int prefix = Ipv6Prefix;
        if (address.AddressFamily == AddressFamily.InterNetwork)
        {
            prefix = Ipv4Prefix;
        }
        else if (address.IsIPv4MappedToIPv6)
        {
            shown = shown[12..];
            prefix = Ipv4Prefix;
        }

        for (int i = 0; i < shown.Length; i++)
        {
            shown[i] &= (byte)(0xff00 >> Math.Clamp(prefix - (i * 8), 0, 8));
        }

        return Of(LimitBy.Ip, shown, keys);
    }
}
