using System.Buffers;
using Gatehouse.Gateway.Hygiene;

namespace Gatehouse.Gateway.Routing;

/// <summary>
/// The path the upstream gets: service path, route path and request path put together as Kong does (<c>path_handling</c> v0 and
/// v1), encoded again on its way out. Borrows the memory of route and request; copies only when written.
/// </summary>
internal readonly ref struct ProxiedPath
{
    private readonly ReadOnlySpan<byte> _base;
    private readonly ReadOnlySpan<byte> _separator;
    private readonly ReadOnlySpan<byte> _rest;

    private ProxiedPath(ReadOnlySpan<byte> servicePath, ReadOnlySpan<byte> separator, ReadOnlySpan<byte> rest)
    {
        _base = servicePath;
        _separator = separator;
        _rest = rest;
    }

    /// <summary>Length of the encoded path in bytes.</summary>
    public int Length => PathEncoder.EncodedLength(_base) + _separator.Length + PathEncoder.EncodedLength(_rest);

    /// <summary>Puts the path together for the service of the route.</summary>
    public static ProxiedPath Of(CompiledRoute route, ReadOnlySpan<byte> path, int prefixLength)
        => Of(route, route.ServicePath, path, prefixLength);

    /// <summary>Puts the path together.</summary>
    /// <param name="route">The route that won.</param>
    /// <param name="servicePath">Path of the service that gets the request, <c>/</c> when it has none.</param>
    /// <param name="path">The normalised path of the request.</param>
    /// <param name="prefixLength"><see cref="RouteMatch.PrefixLength"/>.</param>
    public static ProxiedPath Of(CompiledRoute route, ReadOnlySpan<byte> servicePath, ReadOnlySpan<byte> path, int prefixLength)
    {
        if (!path.StartsWith((byte)'/'))
        {
            // Asterisk-form (OPTIONS *) has no path to rewrite.
            return new ProxiedPath(default, default, path);
        }

        bool strips = route.Config.StripPath;
        var rest = strips ? WithoutDots(path[Math.Max(prefixLength, LeadingSlash(path))..]) : path;
        return route.PathHandling == PathHandling.V1
            ? V1(servicePath, strips ? rest : path[LeadingSlash(path)..])
            : strips ? Stripped(servicePath, path, rest) : Kept(servicePath, path);
    }

    /// <summary>
    /// Value of X-Forwarded-Prefix before encoding: what strip_path takes off; empty when nothing is, or only the slash.
    /// </summary>
    public static ReadOnlySpan<byte> ForwardedPrefix(CompiledRoute route, ReadOnlySpan<byte> path, int prefixLength)
        => route.Config.StripPath && prefixLength > 0 && !path[..prefixLength].SequenceEqual("/"u8) ? path[..prefixLength] : default;

    /// <summary>Writes the encoded path; <paramref name="destination"/> holds at least <see cref="Length"/> bytes.</summary>
    /// <returns>Bytes written.</returns>
    public int WriteTo(Span<byte> destination)
    {
        int written = PathEncoder.Encode(_base, destination);
        _separator.CopyTo(destination[written..]);
        written += _separator.Length;
        return written + PathEncoder.Encode(_rest, destination[written..]);
    }

    /// <summary>Writes the whole request target: the encoded path, and the query as it is (a lone question mark included).</summary>
    public void WriteTarget(IBufferWriter<byte> writer, bool hasQuery, ReadOnlySpan<byte> query)
    {
        int length = Length;
        writer.Advance(WriteTo(writer.GetSpan(length)));
        if (hasQuery)
        {
            writer.Write("?"u8);
            writer.Write(query);
        }
    }

    private static ProxiedPath Stripped(ReadOnlySpan<byte> servicePath, ReadOnlySpan<byte> path, ReadOnlySpan<byte> rest)
    {
        if (!rest.IsEmpty)
        {
            return new ProxiedPath(WithoutSlash(servicePath), "/"u8, rest[LeadingSlash(rest)..]);
        }

        bool keepsSlash = servicePath.SequenceEqual("/"u8) || (path.Length > 1 && path[^1] == '/');
        return new ProxiedPath(WithoutSlash(servicePath), keepsSlash ? "/"u8 : default, default);
    }

    private static ProxiedPath Kept(ReadOnlySpan<byte> servicePath, ReadOnlySpan<byte> path)
        => path.SequenceEqual("/"u8) && servicePath[^1] != '/'
            ? new ProxiedPath(servicePath, default, default)
            : new ProxiedPath(WithoutSlash(servicePath), default, path);

    private static ProxiedPath V1(ReadOnlySpan<byte> servicePath, ReadOnlySpan<byte> rest)
        => servicePath[^1] == '/' && LeadingSlash(rest) == 1
            ? new ProxiedPath(WithoutSlash(servicePath), default, rest)
            : new ProxiedPath(servicePath, default, rest);

    /// <summary>A route <c>/r</c> takes <c>/r../q</c> too; what is left must not climb out of the service's path.</summary>
    private static ReadOnlySpan<byte> WithoutDots(ReadOnlySpan<byte> rest)
    {
        int dots = rest.StartsWith(".."u8) ? 2 : rest.StartsWith("."u8) ? 1 : 0;
        if (dots == 0 || (rest.Length > dots && rest[dots] != '/'))
        {
            return rest;
        }

        return rest[Math.Min(dots + 1, rest.Length)..];
    }

    private static ReadOnlySpan<byte> WithoutSlash(ReadOnlySpan<byte> path) => path[^1] == '/' ? path[..^1] : path;

    private static int LeadingSlash(ReadOnlySpan<byte> path) => path.StartsWith((byte)'/') ? 1 : 0;
}
