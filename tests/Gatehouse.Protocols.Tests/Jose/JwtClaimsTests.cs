using System.Globalization;
using System.Text;
using Gatehouse.Protocols.Jose;
using Gatehouse.Protocols.Jose.Json;
using Xunit;

namespace Gatehouse.Protocols.Tests.Jose;

public sealed class JwtClaimsTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1000);

    [Theory]
    [InlineData("""{"exp":1,"exp":2000}""", JoseError.JsonDuplicateMember)]
    [InlineData("""{"exp":1,"\u0065xp":2000}""", JoseError.JsonDuplicateMember)]
    [InlineData("""{"realm_access":{"roles":["a"],"roles":["admin"]}}""", JoseError.JsonDuplicateMember)]
    [InlineData("""{"exp":1e999999}""", JoseError.JsonNumber)]
    [InlineData("""[{"iss":"joe"}]""", JoseError.JsonNotAnObject)]
    [InlineData("\"eyJhbGciOiJIUzI1NiJ9.e30.AA\"", JoseError.JsonNotAnObject)]
    [InlineData("eyJhbGciOiJIUzI1NiJ9.e30.AA", JoseError.JsonMalformed)]
    [InlineData("""{"iss":"joe"}x""", JoseError.JsonMalformed)]
    [InlineData("\uFEFF{}", JoseError.JsonMalformed)]
    public void TryRead_bad_payload_is_refused(string payload, JoseError expected) => Assert.Equal(expected, ErrorOf(payload));

    [Fact]
    public void TryRead_deep_or_many_values_are_refused()
    {
        string Deep(int depth) => $$"""{"a":{{new string('[', depth)}}{{new string(']', depth)}}}""";

        Assert.Equal(JoseError.None, ErrorOf(Deep(31)));
        Assert.Equal(JoseError.JsonTooDeep, ErrorOf(Deep(32)));
        Assert.Equal(JoseError.JsonTooDeep, ErrorOf(Deep(5000)));
        Assert.Equal(JoseError.JsonTooManyValues, ErrorOf($$"""{"a":[{{string.Join(',', Enumerable.Repeat('1', 3000))}}]}"""));
    }

    [Theory]
    [InlineData("JWT")]
    [InlineData("jwt")]
    [InlineData("application/jwt")]
    public void TryRead_nested_token_is_refused(string contentType)
    {
        var token = Tokens.Parse(Tokens.Unsigned($$"""{"alg":"HS256","cty":"{{contentType}}"}"""));

        Assert.False(JwtClaims.TryRead(token, JoseLimits.Default, out _, out var error));
        Assert.Equal(JoseError.ClaimsNested, error);
    }

    [Theory]
    [InlineData("""{"iss":1}""", JoseError.ClaimType)]
    [InlineData("""{"iss":["joe"]}""", JoseError.ClaimType)]
    [InlineData("""{"iss":null}""", JoseError.ClaimType)]
    [InlineData("""{"sub":{}}""", JoseError.ClaimType)]
    [InlineData("""{"jti":1}""", JoseError.ClaimType)]
    [InlineData("""{"aud":1}""", JoseError.ClaimType)]
    [InlineData("""{"aud":{"a":"b"}}""", JoseError.ClaimType)]
    [InlineData("""{"aud":["a",1]}""", JoseError.ClaimType)]
    [InlineData("""{"aud":[["a"]]}""", JoseError.ClaimType)]
    [InlineData("""{"exp":"2000"}""", JoseError.ClaimType)]
    [InlineData("""{"exp":null}""", JoseError.ClaimType)]
    [InlineData("""{"exp":true}""", JoseError.ClaimType)]
    [InlineData("""{"exp":[2000]}""", JoseError.ClaimType)]
    [InlineData("""{"nbf":"1"}""", JoseError.ClaimType)]
    [InlineData("""{"iat":"1"}""", JoseError.ClaimType)]
    [InlineData("""{"exp":-1}""", JoseError.ClaimTimeRange)]
    [InlineData("""{"exp":253402300800}""", JoseError.ClaimTimeRange)]
    [InlineData("""{"exp":9223372036854775807}""", JoseError.ClaimTimeRange)]
    [InlineData("""{"exp":18446744073709551616}""", JoseError.ClaimTimeRange)]
    [InlineData("""{"exp":1e300}""", JoseError.ClaimTimeRange)]
    [InlineData("""{"nbf":-1e300}""", JoseError.ClaimTimeRange)]
    [InlineData("""{"iat":1e12}""", JoseError.ClaimTimeRange)]
    public void Validate_registered_claim_of_wrong_type_or_range_is_refused(string payload, JoseError expected)
    {
        var claims = Read(payload);

        Assert.Equal(expected, claims.Malformed);
        Assert.Equal(expected, claims.Validate(new JwtValidation { RequireExpiration = false }, Now));
        Assert.True(claims.Issuer is null && claims.Subject is null && claims.TokenId is null);
        Assert.True(claims.Expiration is null && claims.NotBefore is null && claims.IssuedAt is null);
    }

    [Theory]
    [InlineData("1300819380", "2011-03-22T18:43:00.000")]
    [InlineData("1300819380.5", "2011-03-22T18:43:00.500")]
    [InlineData("1300819380.9999", "2011-03-22T18:43:00.999")]
    [InlineData("1.30081938e9", "2011-03-22T18:43:00.000")]
    [InlineData("0", "1970-01-01T00:00:00.000")]
    [InlineData("-0", "1970-01-01T00:00:00.000")]
    [InlineData("1e-5", "1970-01-01T00:00:00.000")]
    [InlineData("253402300799", "9999-12-31T23:59:59.000")]
    public void Expiration_number_is_a_time(string number, string expected) =>
        Assert.Equal(DateTimeOffset.Parse(expected + "Z", CultureInfo.InvariantCulture), Read($$"""{"exp":{{number}}}""").Expiration);

    [Theory]
    [InlineData("""{"exp":1001}""", 0, JoseError.None)]
    [InlineData("""{"exp":1000.001}""", 0, JoseError.None)]
    [InlineData("""{"exp":1000}""", 0, JoseError.Expired)]
    [InlineData("""{"exp":999}""", 1, JoseError.Expired)]
    [InlineData("""{"exp":999.001}""", 1, JoseError.None)]
    [InlineData("""{"exp":0}""", 86400, JoseError.None)]
    [InlineData("""{"exp":0}""", 0, JoseError.Expired)]
    [InlineData("""{"exp":253402300799}""", 86400, JoseError.None)]
    [InlineData("""{}""", 0, JoseError.ExpirationMissing)]
    [InlineData("""{"exp":2000,"nbf":1000}""", 0, JoseError.None)]
    [InlineData("""{"exp":2000,"nbf":1001}""", 0, JoseError.NotYetValid)]
    [InlineData("""{"exp":2000,"nbf":1001}""", 1, JoseError.None)]
    [InlineData("""{"exp":2000,"nbf":253402300799}""", 60, JoseError.NotYetValid)]
    [InlineData("""{"exp":2000,"iat":1000}""", 0, JoseError.None)]
    [InlineData("""{"exp":2000,"iat":1001}""", 0, JoseError.IssuedInFuture)]
    [InlineData("""{"exp":2000,"iat":1001}""", 1, JoseError.None)]
    [InlineData("""{"exp":2000,"iat":0,"nbf":0}""", 0, JoseError.None)]
    [InlineData("""{"EXP":2000}""", 0, JoseError.ExpirationMissing)]
    public void Validate_times_with_skew(string payload, int skewSeconds, JoseError expected) =>
        Assert.Equal(expected, Read(payload).Validate(new JwtValidation { ClockSkew = TimeSpan.FromSeconds(skewSeconds) }, Now));

    [Theory]
    [InlineData("""{"exp":1060}""", JoseError.None)]
    [InlineData("""{"exp":1061}""", JoseError.LifetimeTooLong)]
    [InlineData("""{"exp":1050,"iat":990}""", JoseError.None)]
    [InlineData("""{"exp":1050,"iat":989}""", JoseError.LifetimeTooLong)]
    [InlineData("""{}""", JoseError.ExpirationMissing)]
    public void Validate_longest_lifetime(string payload, JoseError expected) =>
        Assert.Equal(expected, Read(payload).Validate(new JwtValidation { MaximumLifetime = TimeSpan.FromMinutes(1), RequireExpiration = false }, Now));

    [Fact]
    public void Validate_without_expiration_still_looks_at_the_other_times()
    {
        var rules = new JwtValidation { RequireExpiration = false };

        Assert.Equal(JoseError.None, Read("{}").Validate(rules, Now));
        Assert.Equal(JoseError.NotYetValid, Read("""{"nbf":1001}""").Validate(rules, Now));
        Assert.Equal(JoseError.IssuedInFuture, Read("""{"iat":1001}""").Validate(rules, Now));
    }

    [Theory]
    [InlineData("""{"iss":"a","aud":"x"}""", JoseError.None)]
    [InlineData("""{"iss":"\u0061","aud":["z","\u0078"]}""", JoseError.None)]
    [InlineData("""{"iss":"b","aud":["y"]}""", JoseError.None)]
    [InlineData("""{"aud":"x"}""", JoseError.IssuerMissing)]
    [InlineData("""{"iss":"c","aud":"x"}""", JoseError.IssuerMismatch)]
    [InlineData("""{"iss":"A","aud":"x"}""", JoseError.IssuerMismatch)]
    [InlineData("""{"iss":"a/","aud":"x"}""", JoseError.IssuerMismatch)]
    [InlineData("""{"iss":"","aud":"x"}""", JoseError.IssuerMismatch)]
    [InlineData("""{"iss":"a"}""", JoseError.AudienceMissing)]
    [InlineData("""{"iss":"a","aud":"z"}""", JoseError.AudienceMismatch)]
    [InlineData("""{"iss":"a","aud":[]}""", JoseError.AudienceMismatch)]
    [InlineData("""{"iss":"a","aud":["X","xx","x "]}""", JoseError.AudienceMismatch)]
    public void Validate_issuer_and_audience(string payload, JoseError expected) =>
        Assert.Equal(expected, Read(payload).Validate(new JwtValidation { Issuers = ["a", "b"], Audiences = ["x", "y"], RequireExpiration = false }, Now));

    [Fact]
    public void Find_path_walks_objects_without_reading_again()
    {
        var claims = Read("""{"iss":"joe","sub":"s","jti":"j","realm_access":{"roles":["a","admin"]},"https://x.y/z":{"":1},"a.b":"dotted","n":null}""");

        Assert.True(claims.Find(new ClaimPath("realm_access", "roles")).HasString("admin"u8));
        Assert.Equal("dotted", claims.Find(new ClaimPath("a.b")).GetString());
        Assert.True(claims.Find(new ClaimPath("https://x.y/z", "")).TryGetInt64(out _));
        Assert.Equal(JsonKind.Null, claims.Find(new ClaimPath("n")).Kind);
        Assert.False(claims.Find(new ClaimPath("iss", "x")).Exists);
        Assert.False(claims.Find(new ClaimPath("a", "b")).Exists);
        Assert.Equal("realm_access/roles", new ClaimPath("realm_access", "roles").ToString());
        Assert.Equal(("joe", "s", "j"), (claims.Issuer, claims.Subject, claims.TokenId));
    }

    [Fact]
    public void Find_and_validate_allocate_nothing()
    {
        var claims = Read("""{"iss":"a","aud":["q","x"],"exp":2000,"realm_access":{"roles":["a","admin"]}}""");
        var rules = new JwtValidation { Issuers = ["b", "a"], Audiences = ["x"], MaximumLifetime = TimeSpan.FromHours(1) };
        var path = new ClaimPath("realm_access", "roles");
        bool good = Step();
        long before = GC.GetAllocatedBytesForCurrentThread();

        for (int i = 0; i < 100; i++)
        {
            good &= Step();
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        Assert.True(good);
        bool Step() => claims.Validate(rules, Now) == JoseError.None && claims.Find(path).HasString("admin"u8);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(86_401)]
    public void ClockSkew_out_of_range_throws(int seconds) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new JwtValidation { ClockSkew = TimeSpan.FromSeconds(seconds) });

    private static JoseError ErrorOf(string payload)
    {
        var token = Tokens.Parse(Tokens.Unsigned("""{"alg":"HS256"}""", payload));
        bool read = JwtClaims.TryRead(token, JoseLimits.Default, out var claims, out var error);
        Assert.Equal(read, claims is not null);
        return error;
    }

    private static JwtClaims Read(string payload)
    {
        Assert.True(JwtClaims.TryRead(Encoding.UTF8.GetBytes(payload), JoseLimits.Default, out var claims, out var error), error.ToString());
        return claims;
    }
}
