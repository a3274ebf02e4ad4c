using System.Buffers;
using System.Text;
using Gatehouse.Ai.Canonical;
using Gatehouse.Ai.Surfaces.Bedrock;
using Gatehouse.Core.Http;
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
}
