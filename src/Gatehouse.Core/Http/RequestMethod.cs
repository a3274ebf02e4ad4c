using System.Text;

namespace Gatehouse.Core.Http;

/// <summary>A request method; the registered ones are shared instances, so that comparing and storing them is free.</summary>
public sealed class RequestMethod
{
    private readonly byte[] _bytes;

    private RequestMethod(string name, bool isSafe, bool isIdempotent)
    {
        Name = name;
        _bytes = Encoding.ASCII.GetBytes(name);
        IsSafe = isSafe;
        IsIdempotent = isIdempotent;
    }

    /// <summary>No method: the request line could not be read.</summary>
    public static RequestMethod None { get; } = new("", false, false);

    public static RequestMethod Get { get; } = new("GET", true, true);

    public static RequestMethod Head { get; } = new("HEAD", true, true);

    public static RequestMethod Post { get; } = new("POST", false, false);

    public static RequestMethod Put { get; } = new("PUT", false, true);

    public static RequestMethod Delete { get; } = new("DELETE", false, true);

    public static RequestMethod Options { get; } = new("OPTIONS", true, true);

    public static RequestMethod Patch { get; } = new("PATCH", false, false);

    public static RequestMethod Trace { get; } = new("TRACE", true, true);

    public static RequestMethod Connect { get; } = new("CONNECT", false, false);

    private static readonly RequestMethod[] Registered = [Get, Post, Put, Delete, Head, Options, Patch, Trace, Connect];

    /// <summary>The method as sent.</summary>
    public string Name { get; }

    /// <summary>The bytes of <see cref="Name"/>.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>RFC 9110 §9.2.1.</summary>
    public bool IsSafe { get; }

    /// <summary>RFC 9110 §9.2.2: may be repeated when a connection fails.</summary>
    public bool IsIdempotent { get; }

    /// <summary>The method for a token; allocates only for unregistered ones.</summary>
    public static RequestMethod From(ReadOnlySpan<byte> token)
    {
        foreach (var method in Registered)
        {
            if (token.SequenceEqual(method._bytes))
            {
                return method;
            }
        }

        return new RequestMethod(Encoding.ASCII.GetString(token), false, false);
    }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
