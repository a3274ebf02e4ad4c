using System.Text;
using Gatehouse.Core.Http;
using Gatehouse.Gateway.Identity.Sources;
using Gatehouse.Gateway.Observability;

namespace Gatehouse.Gateway.Plugins.Jwt;

/// <summary>Where tokens are looked for: query, cookies, header fields. Nothing is copied but parameters with escapes.</summary>
internal sealed class JwtSources(JwtConfig config)
{
    private readonly byte[][] _parameters = [.. config.UriParamNames.Select(Encoding.UTF8.GetBytes)];
    private readonly byte[][] _cookies = [.. config.CookieNames.Select(Encoding.UTF8.GetBytes)];
    private readonly HeaderName[] _fields = [.. config.HeaderNames.Where(n => HttpSyntax.IsToken(n)).Select(n => new HeaderName(n))];

    /// <summary>Bytes of scratch memory that a search needs.</summary>
    public int ScratchOf(RequestMessage request) => _parameters.Length == 0 ? 0 : request.Query.Length * 2;

    /// <summary>Looks everywhere.</summary>
    public void Search(RequestMessage request, ref TokenSearch search)
    {
        if (_parameters.Length > 0 && !request.Query.IsEmpty)
        {
            SearchQuery(request.Query, ref search);
        }

        foreach (byte[] name in _cookies)
        {
            if (CookieValues.TryFind(request.Headers, name, out var value))
            {
                search.Add(value);
            }
        }

        foreach (var name in _fields)
        {
            foreach (var field in request.Headers.Values(name))
            {
                search.Add(BearerOf(field.Value));
            }
        }
    }

    private void SearchQuery(ReadOnlySpan<byte> query, ref TokenSearch search)
    {
        var scratch = search.Scratch[..query.Length];
        var values = search.Scratch[query.Length..];
        var reader = new QueryReader(query);
        while (reader.MoveNext())
        {
            if (Contains(QueryReader.Decode(reader.Name, scratch)))
            {
                var value = QueryReader.Decode(reader.Value, values);
                search.Add(value);

                // Decoding does not lengthen, so what is left is enough for the rest of the query.
                values = values[reader.Value.Length..];
            }
        }
    }

    private bool Contains(ReadOnlySpan<byte> name)
    {
        foreach (byte[] known in _parameters)
        {
            if (name.SequenceEqual(known))
            {
                return true;
            }
        }

        return false;
    }

    private static ReadOnlySpan<byte> BearerOf(ReadOnlySpan<byte> value)
    {
        value = value.Trim(" \t"u8);
        return value.Length > 7 && value[6] is (byte)' ' or (byte)'\t' && Ascii.EqualsIgnoreCase(value[..6], "bearer"u8)
            ? value[7..].TrimStart(" \t"u8)
            : default;
    }
}
