using System.Buffers;
using System.Text;
using Gatehouse.Ai.Canonical;
using Gatehouse.Ai.Surfaces.Bedrock;
using Gatehouse.Core.Http;
using Gatehouse.Protocols.Aws.Signing;
using Gatehouse.TestKit.Time;
using Xunit;

namespace Gatehouse.Ai.Tests.Surfaces.Bedrock;

public class BedrockErrorTests
{
    [Theory]
    [InlineData("InvalidRequest", 400, "ValidationException")]
    [InlineData("Unsupported", 400, "ValidationException")]
    [InlineData("ContextWindow", 400, "ValidationException")]
    [InlineData("Authentication", 403, "UnrecognizedClientException")]
    [InlineData("Permission", 403, "AccessDeniedException")]
    [InlineData("PolicyRefused", 403, "AccessDeniedException")]
    [InlineData("ModelNotFound", 404, "ResourceNotFoundException")]
    [InlineData("NotFound", 404, "UnknownOperationException")]
    [InlineData("TooLarge", 413, "RequestEntityTooLargeException")]
    [InlineData("RateLimited", 429, "ThrottlingException")]
    [InlineData("BudgetExceeded", 400, "ServiceQuotaExceededException")]
    [InlineData("Overloaded", 503, "ServiceUnavailableException")]
    [InlineData("Unavailable", 503, "ServiceUnavailableException")]
    [InlineData("VendorFailed", 424, "ModelErrorException")]
    [InlineData("Timeout", 408, "ModelTimeoutException")]
    [InlineData("Internal", 500, "InternalServerException")]
    public void Error_has_status_name_and_message(string kind, int status, string name)
    {
        var headers = new HeaderMap();
        var output = new ArrayBufferWriter<byte>();
        var error = new AiError(Enum.Parse<AiErrorKind>(kind), "It \"broke\".") { RetryAfter = TimeSpan.FromSeconds(1.2), ShouldRetry = false, Code = "invalid_api_key" };

        Assert.Equal(status, new BedrockSurface().WriteError(error, "req-1", headers, output));
        Assert.Equal("""{"message":"It \"broke\"."}""", Encoding.UTF8.GetString(output.WrittenSpan));
        Assert.Equal($"application/json|{name}|req-1|2|false", string.Join('|', new[] { "content-type", "x-amzn-errortype", "x-amzn-requestid", "retry-after", "x-should-retry" }.Select(h => headers.GetString(new HeaderName(h)))));
    }

    [Fact]
    public void Every_kind_of_error_is_in_the_table()
    {
        foreach (var kind in Enum.GetValues<AiErrorKind>().Where(k => k != AiErrorKind.Internal))
        {
            Assert.NotEqual(500, new BedrockSurface().WriteError(new(kind, "x"), "r", new(), new ArrayBufferWriter<byte>()));
        }
    }

    [Fact]
    public void Every_failure_of_a_signature_has_a_name_and_words()
    {
        foreach (var failure in Enum.GetValues<SigV4Failure>().Where(f => f != SigV4Failure.None))
        {
            var error = BedrockSignature.ErrorOf(failure);
            var headers = new HeaderMap();
            Assert.Equal(403, new BedrockSurface().WriteError(error, "r", headers, new ArrayBufferWriter<byte>()));
            Assert.Equal(error.Code, headers.GetString(new HeaderName("x-amzn-errortype")));
            Assert.NotEmpty(error.Message);
        }

        Assert.Equal(BedrockSignature.ErrorOf(SigV4Failure.UnknownKey).Message, BedrockSignature.ErrorOf(SigV4Failure.SessionToken).Message);
    }

    [Fact]
    public void Signed_call_is_checked_as_it_came()
    {
        var clock = new FakeClock();
        byte[] body = """{"messages":[]}"""u8.ToArray();
        const string Path = "/model/anthropic.claude-v2%3A1/converse";
        var signed = SigV4Signer.SignHeader(new("POST", Path, "", [new("host", "localhost:8000")]), SigV4Payload.HashOf(body), new("GHKEY", "secret"), "us-east-1", "bedrock", clock.GetUtcNow());
        var headers = new HeaderMap();
        headers.Add(new HeaderName("Host"), "localhost:8000");
        headers.Add(new HeaderName("Authorization"), signed.Authorization);
        headers.Add(new HeaderName("X-Amz-Date"), signed.Date);
        var signature = new BedrockSignature(new SigV4Verifier(clock, new()));

        Assert.True(BedrockSignature.IsSigned(headers));
        Assert.Equal("GHKEY", signature.ClaimedKey(headers));
        Assert.True(signature.Check("POST", Path, "", headers, body, k => k == "GHKEY" ? "secret" : null).IsValid);
        Assert.Equal(SigV4Failure.UnknownKey, signature.Check("POST", Path, "", headers, body, _ => null).Failure);
        Assert.Equal(SigV4Failure.Signature, signature.Check("POST", Path, "", headers, body.AsSpan(1), _ => "secret").Failure);
        headers.Set(new HeaderName("Authorization"), "Bearer x");
        Assert.False(BedrockSignature.IsSigned(headers));
        Assert.Null(signature.ClaimedKey(headers));
    }
}
