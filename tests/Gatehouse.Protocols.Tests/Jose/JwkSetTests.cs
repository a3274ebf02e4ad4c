using System.Text;
using Gatehouse.Protocols.Jose;
using Xunit;

namespace Gatehouse.Protocols.Tests.Jose;

public sealed class JwkSetTests
{
    private const string Ed = """{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo","kid":"ed"}""";
    private const string Ec = """{"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0","kid":"ec"}""";
    private const string Oct = """{"kty":"oct","k":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA","kid":"oct"}""";

    [Theory]
    [InlineData("", JoseError.JsonMalformed)]
    [InlineData("[]", JoseError.JsonNotAnObject)]
    [InlineData("{}", JoseError.KeySetMalformed)]
    [InlineData("""{"keys":{}}""", JoseError.KeySetMalformed)]
    [InlineData("""{"keys":null}""", JoseError.KeySetMalformed)]
    [InlineData("""{"keys":[1]}""", JoseError.KeySetMalformed)]
    [InlineData($$"""{"keys":[{{Ed}},[]]}""", JoseError.KeySetMalformed)]
    [InlineData("""{"keys":[],"keys":[]}""", JoseError.JsonDuplicateMember)]
    [InlineData("""{"keys":[{"kty":"EC","kty":"RSA"}]}""", JoseError.JsonDuplicateMember)]
    [InlineData("""{"keys":[[[[[[[1]]]]]]]}""", JoseError.JsonTooDeep)]
    public void TryParse_malformed_document_is_refused(string json, JoseError expected)
    {
        Assert.False(JwkSet.TryParse(Encoding.UTF8.GetBytes(json), JoseKeyPolicy.Default, out var set, out var error));
        Assert.Equal(expected, error);
        Assert.Null(set);
    }

    [Fact]
    public void TryParse_document_out_of_bounds_is_refused()
    {
        string many = $$"""{"keys":[{{string.Join(',', Enumerable.Repeat("{}", JwkSet.MaximumKeys + 1))}}]}""";
        string large = $$"""{"keys":[],"x":"{{new string('x', JwkSet.MaximumBytes)}}"}""";
        foreach (string json in new[] { many, large })
        {
            Assert.False(JwkSet.TryParse(Encoding.UTF8.GetBytes(json), JoseKeyPolicy.Default, out _, out var error));
            Assert.Equal(JoseError.KeySetTooLarge, error);
        }
    }

    [Fact]
    public void TryParse_unusable_keys_are_skipped_with_their_reasons()
    {
        var set = Parse($$"""{"keys":[{"kty":"AKP"},{{Ed}},{"kty":"RSA","n":"AQAB","e":"AQAB"},{{Ec}},{"kty":"oct","use":"enc","k":"AA"},{}],"x":1}""");

        Assert.Equal(["ed", "ec"], set.Keys.Select(k => k.KeyId));
        Assert.Equal([JoseError.KeyTypeUnknown, JoseError.KeyTooShort, JoseError.KeyUse, JoseError.KeyMemberMissing], set.Skipped);
        Assert.Empty(Parse("""{"keys":[]}""").Keys);
    }

    [Fact]
    public void TryParse_published_secret_is_none_when_only_asymmetric_keys_are_taken()
    {
        var set = Parse($$"""{"keys":[{{Oct}},{{Ed}}]}""", new JoseKeyPolicy { Algorithms = JoseAlgorithmSet.Asymmetric });

        Assert.Equal("ed", Assert.Single(set.Keys).KeyId);
        Assert.Equal(JoseError.KeyAlgorithm, Assert.Single(set.Skipped));
    }

    [Theory]
    [InlineData("""{"alg":"EdDSA","kid":"ed"}""", "ed", JoseError.None)]
    [InlineData("""{"alg":"Ed25519","kid":"ed"}""", "ed", JoseError.None)]
    [InlineData("""{"alg":"ES256","kid":"ec"}""", "ec", JoseError.None)]
    [InlineData("""{"alg":"ES256","kid":"ed"}""", null, JoseError.AlgorithmNotAllowed)]
    [InlineData("""{"alg":"HS256","kid":"ec"}""", null, JoseError.AlgorithmNotAllowed)]
    [InlineData("""{"alg":"ES256","kid":"EC"}""", null, JoseError.KeyNotFound)]
    [InlineData("""{"alg":"ES256","kid":"ec\u0000"}""", null, JoseError.KeyNotFound)]
    [InlineData("""{"alg":"ES256","kid":""}""", null, JoseError.KeyNotFound)]
    [InlineData("""{"alg":"ES256"}""", "ec", JoseError.None)]
    [InlineData("""{"alg":"HS256"}""", "oct", JoseError.None)]
    [InlineData("""{"alg":"HS512"}""", null, JoseError.KeyNotFound)]
    [InlineData("""{"alg":"RS256"}""", null, JoseError.KeyNotFound)]
    public void TryFind_by_key_id_and_algorithm(string header, string? expected, JoseError expectedError)
    {
        bool found = Parse($$"""{"keys":[{{Ed}},{{Ec}},{{Oct}}]}""").TryFind(Tokens.Parse(Tokens.Unsigned(header)), out var key, out var error);

        Assert.Equal(expected, key?.KeyId);
        Assert.Equal(expectedError, error);
        Assert.Equal(expected is not null, found);
    }

    [Fact]
    public void Keeping_takes_the_earlier_objects_for_the_keys_that_stayed()
    {
        string ec = TestKeys.For(JoseAlgorithm.ES256).PublicJwk, rsa = TestKeys.For(JoseAlgorithm.RS256).PublicJwk;
        var earlier = Set(ec, rsa);
        var same = Set(ec.Replace("{", "{ \"x-fetched\":5,", StringComparison.Ordinal), rsa);
        var one = Set(rsa);
        var bound = Set(ec, rsa.Replace("{", "{\"alg\":\"RS256\",", StringComparison.Ordinal));
        var named = Set(ec, rsa.Replace("{", "{\"kid\":\"other\",", StringComparison.Ordinal));

        Assert.Same(earlier, same.Keeping(earlier));
        Assert.Same(earlier.Keys[1], Assert.Single(one.Keeping(earlier).Keys));
        Assert.Equal([true, false], bound.Keeping(earlier).Keys.Select(earlier.Keys.Contains));
        Assert.Equal([true, false], named.Keeping(earlier).Keys.Select(earlier.Keys.Contains));

        static JwkSet Set(params string[] keys)
            => JwkSet.TryParse(System.Text.Encoding.UTF8.GetBytes($$"""{"keys":[{{string.Join(',', keys)}}]}"""), JoseKeyPolicy.Default, out var set, out _)
                ? set
                : throw new InvalidOperationException();
    }

    [Fact]
    public void TryFind_first_of_two_with_the_same_id_that_allows_the_algorithm_counts()
    {
        string a = Oct.Replace("\"k\":\"AA", "\"k\":\"BA", StringComparison.Ordinal).Replace("\"oct\"}", "\"same\"}", StringComparison.Ordinal);
        string b = Oct.Replace("\"oct\"}", "\"same\"}", StringComparison.Ordinal);
        string c = Ec.Replace("\"ec\"}", "\"same\"}", StringComparison.Ordinal);
        var set = Parse($$"""{"keys":[{{c}},{{a}},{{b}}]}""");

        Assert.True(set.TryFind(Tokens.Parse(Tokens.Unsigned("""{"alg":"HS256","kid":"same"}""")), out var key, out _));
        Assert.Same(set.Keys[1], key);
        Assert.True(set.TryFind(Tokens.Parse(Tokens.Unsigned("""{"alg":"ES256","kid":"same"}""")), out key, out _));
        Assert.Same(set.Keys[0], key);
    }

    [Fact]
    public void TryFind_without_id_among_several_tries_none()
    {
        var set = Parse($$"""{"keys":[{{Oct}},{{Oct.Replace("\"oct\"}", "\"other\"}", StringComparison.Ordinal)}}]}""");

        Assert.False(set.TryFind(Tokens.Parse(Tokens.Unsigned("""{"alg":"HS256"}""")), out var key, out var error));
        Assert.Null(key);
        Assert.Equal(JoseError.KeyAmbiguous, error);
    }

    private static JwkSet Parse(string json, JoseKeyPolicy? policy = null)
    {
        Assert.True(JwkSet.TryParse(Encoding.UTF8.GetBytes(json), policy ?? JoseKeyPolicy.Default, out var set, out var error), error.ToString());
        return set;
    }
}
