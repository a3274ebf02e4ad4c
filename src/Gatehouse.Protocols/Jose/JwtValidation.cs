using System.Text;

namespace Gatehouse.Protocols.Jose;

/// <summary>What is expected of claims; made once, when configuration is read.</summary>
public sealed class JwtValidation
{
    private static readonly TimeSpan LongestSkew = TimeSpan.FromDays(1);

    private readonly byte[][] _issuers = [];
    private readonly byte[][] _audiences = [];

    /// <summary>Issuers, one of which <c>iss</c> must equal byte for byte. Default none: <c>iss</c> is not looked at.</summary>
    public IReadOnlyList<string> Issuers
    {
        get;
        init
        {
            field = value;
            _issuers = [.. value.Select(Encoding.UTF8.GetBytes)];
        }
    } = [];

    /// <summary>Audiences, one of which <c>aud</c> must hold. Default none: <c>aud</c> is not looked at.</summary>
    public IReadOnlyList<string> Audiences
    {
        get;
        init
        {
            field = value;
            _audiences = [.. value.Select(Encoding.UTF8.GetBytes)];
        }
    } = [];

    /// <summary>How far the issuer's clock may be off, for <c>exp</c>, <c>nbf</c> and <c>iat</c>. 0 to 1 day, default 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Beyond the range.</exception>
    public TimeSpan ClockSkew
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, TimeSpan.Zero);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, LongestSkew);
            field = value;
        }
    }

    /// <summary>Whether a token without <c>exp</c> is refused. Default true: RFC 7519 leaves it open, a gateway must not.</summary>
    public bool RequireExpiration { get; init; } = true;

    /// <summary>Longest time from now, and from <c>iat</c> if there is one, to <c>exp</c>, which is required then. Default null: any.</summary>
    public TimeSpan? MaximumLifetime { get; init; }

    internal ReadOnlySpan<byte[]> Utf8Issuers => _issuers;

    internal ReadOnlySpan<byte[]> Utf8Audiences => _audiences;
}
