using System.Text;
using Gatehouse.Core.Http;

namespace Gatehouse.Gateway.Plugins.Cors;

/// <summary>Decides <c>Access-Control-Allow-Origin</c>, <c>Vary</c> and <c>Access-Control-Allow-Credentials</c>.</summary>
internal sealed class CorsPolicy
{
    // No origin is longer: a scheme, a host name of 253 octets, a port.
    private const int MaxOriginLength = 512;

    private readonly byte[]? _always;
    private readonly bool _allowsAll;
    private readonly bool _isListed;
    private readonly bool _credentials;
    private readonly CorsOriginRule[] _rules;

    public CorsPolicy(CorsConfig config)
    {
        var origins = config.Origins;
        _credentials = config.Credentials;
        _isListed = !(origins.Count == 0 || (origins.Count == 1 && origins[0] == "*"));
        _allowsAll = !_isListed || origins.Contains("*");
        _always = origins.Count == 1 && CorsOriginRule.IsLiteral(origins[0]) ? Encoding.ASCII.GetBytes(origins[0]) : null;
        _rules = _allowsAll || _always is not null ? [] : [.. origins.Select(CorsOriginRule.Compile)];
    }

    /// <summary>Sets the fields for a request's origin (empty = it has none).</summary>
    public void Apply(ReadOnlySpan<byte> origin, bool hasOrigin, HeaderMap headers)
    {
        bool allowAll = SetOrigin(origin, hasOrigin, headers);
        if (!_credentials)
        {
            return;
        }

        if (!allowAll)
        {
            headers.Set(CorsHeaders.AllowCredentials, "true"u8);
        }
        else if (hasOrigin)
        {
            // Fetch forbids the asterisk together with credentials: name the origin, and say that it varies.
            AddVary(headers);
            headers.Set(CorsHeaders.AllowOrigin, origin);
            headers.Set(CorsHeaders.AllowCredentials, "true"u8);
        }
    }

    private static void AddVary(HeaderMap headers)
    {
        foreach (var field in headers.Values(HeaderNames.Vary))
        {
            foreach (var range in field.Value.Split((byte)','))
            {
                var member = field.Value[range].Trim((byte)' ');
                if (member.SequenceEqual("*"u8) || Ascii.EqualsIgnoreCase(member, "Origin"u8))
                {
                    return;
                }
            }
        }

        headers.Add(HeaderNames.Vary, "Origin"u8);
    }

    private bool SetOrigin(ReadOnlySpan<byte> origin, bool hasOrigin, HeaderMap headers)
    {
        if (!_isListed)
        {
            headers.Set(CorsHeaders.AllowOrigin, "*"u8);
            return true;
        }

        AddVary(headers);
        if (_always is not null)
        {
            headers.Set(CorsHeaders.AllowOrigin, _always);
            return false;
        }

        if (hasOrigin && _allowsAll)
        {
            headers.Set(CorsHeaders.AllowOrigin, "*"u8);
            return true;
        }

        if (!hasOrigin || !TrySetListed(origin, headers))
        {
            headers.Remove(CorsHeaders.AllowOrigin);
        }

        return false;
    }

    private bool TrySetListed(ReadOnlySpan<byte> origin, HeaderMap headers)
    {
        if (origin.Length > MaxOriginLength || !Ascii.IsValid(origin))
        {
            return false;
        }

        Span<char> text = stackalloc char[MaxOriginLength];
        text = text[..Encoding.ASCII.GetChars(origin, text)];
        var parsed = CorsOrigin.Parse(text);
        Span<char> domain = stackalloc char[MaxOriginLength];
        domain = domain[..parsed.Write(domain)];
        foreach (var rule in _rules)
        {
            if (rule.Accepts(parsed, domain))
            {
                Span<byte> value = stackalloc byte[MaxOriginLength];
                headers.Set(CorsHeaders.AllowOrigin, value[..Encoding.ASCII.GetBytes(domain, value)]);
                return true;
            }
        }

        return false;
    }
}
