using System.Text;
using Gatehouse.Protocols.Aws.Signing;
using Xunit;

namespace Gatehouse.Protocols.Tests.Aws.Signing;

public class SigV4SignerTests
{
    public static IEnumerable<object[]> Headers() => SigV4Vectors.All.Where(v => v.Header is not null).Select(v => new object[] { v });

    public static IEnumerable<object[]> Queries() => SigV4Vectors.All.Where(v => v.Query is not null).Select(v => new object[] { v });

    [Theory]
    [MemberData(nameof(Headers))]
    public void Header_form_gives_the_published_signature(SigV4Vector vector)
    {
        var signed = SigV4Signer.SignHeader(vector.Request, Hash(vector), Credential(vector), "us-east-1", "service", SigV4Vector.Time, new() { NormalizePath = vector.Normalize });

        Assert.EndsWith($", Signature={vector.Header}", signed.Authorization, StringComparison.Ordinal);
        Assert.StartsWith("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=", signed.Authorization, StringComparison.Ordinal);
        Assert.Equal("20150830T123600Z", signed.Date);
        Assert.Equal(vector.Token, signed.SecurityToken);
    }

    [Theory]
    [MemberData(nameof(Queries))]
    public void Query_form_gives_the_published_signature(SigV4Vector vector)
    {
        string query = SigV4Signer.SignQuery(vector.Request, Hash(vector), Credential(vector), "us-east-1", "service", SigV4Vector.Time, new() { NormalizePath = vector.Normalize });

        Assert.EndsWith($"&X-Amz-Signature={vector.Query}", query, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/model/anthropic.claude-v2%3A1/converse", "/model/anthropic.claude-v2%253A1/converse")]
    [InlineData("/model/arn%3Aaws%3Abedrock%3Aus-east-1%3A1%3Ainference-profile%2Fx/invoke", "/model/arn%253Aaws%253Abedrock%253Aus-east-1%253A1%253Ainference-profile%252Fx/invoke")]
    [InlineData("/a:b@c", "/a%3Ab%40c")]
    [InlineData("", "/")]
    [InlineData("/a/../..", "/")]
    [InlineData("/a/b/..", "/a")]
    [InlineData("/.hidden/..x", "/.hidden/..x")]
    public void Canonical_path_encodes_what_is_on_the_wire_once_more(string wire, string canonical)
    {
        var text = new StringBuilder();
        CanonicalUri.AppendPath(text, wire, normalize: true);

        Assert.Equal(canonical, text.ToString());
    }

    [Theory]
    [InlineData("b=1&a=2&a=1&a", "a=&a=1&a=2&b=1")]
    [InlineData("a=%7e%2f%zz%4", "a=~%2F%25zz%254")]
    [InlineData("a=b=c&&", "a=b%3Dc")]
    [InlineData("a=1+2", "a=1%2B2")]
    [InlineData("", "")]
    public void Canonical_query_has_one_spelling(string wire, string canonical)
    {
        var text = new StringBuilder();
        CanonicalUri.AppendQuery(text, wire);

        Assert.Equal(canonical, text.ToString());
    }

    [Fact]
    public void Content_hash_is_signed_when_it_is_sent()
    {
        var signed = SigV4Signer.SignHeader(SigV4Vectors.All[0].Request, SigV4Payload.Unsigned, SigV4Vector.Credential, "r", "s", SigV4Vector.Time, new() { SendContentSha256 = true });

        Assert.Equal(SigV4Payload.Unsigned, signed.ContentSha256);
        Assert.Contains("SignedHeaders=host;x-amz-content-sha256;x-amz-date,", signed.Authorization, StringComparison.Ordinal);
    }

    [Fact]
    public void Credential_does_not_say_its_secret()
        => Assert.Equal("AwsCredential", SigV4Vector.Credential.ToString());

    private static AwsCredential Credential(SigV4Vector vector) => SigV4Vector.Credential with { SessionToken = vector.Token };

    private static string Hash(SigV4Vector vector) => SigV4Payload.HashOf(Encoding.UTF8.GetBytes(vector.Body));
}
