using System.Text;
using Gatehouse.Ai.Providers.Bedrock;
using Gatehouse.Core.Http;
using Xunit;

namespace Gatehouse.Ai.Tests.Providers.Bedrock;

public class BedrockErrorsTests
{
    [Theory]
    [InlineData(429, "ThrottlingException:http://internal.amazon.com/coral/com.amazon.bedrock/", """{"message":"Too many requests, please wait before trying again."}""", "RateLimited", "ThrottlingException", "The provider limits requests.")]
    [InlineData(400, "ServiceQuotaExceededException", """{"message":"quota"}""", "RateLimited", "ServiceQuotaExceededException", "The provider limits requests.")]
    [InlineData(429, "ModelNotReadyException", """{"message":"x"}""", "RateLimited", "ModelNotReadyException", "The provider limits requests.")]
    [InlineData(503, "ServiceUnavailableException", """{"message":"x"}""", "Overloaded", "ServiceUnavailableException", "The provider is overloaded.")]
    [InlineData(408, "ModelTimeoutException", """{"message":"x"}""", "Timeout", "ModelTimeoutException", "The model took too long.")]
    [InlineData(424, "ModelErrorException", """{"message":"x","originalStatusCode":500}""", "VendorFailed", "ModelErrorException", "The provider failed.")]
    [InlineData(500, "InternalServerException", "", "VendorFailed", "InternalServerException", "The provider failed.")]
    [InlineData(404, "ResourceNotFoundException", """{"message":"Could not resolve the foundation model"}""", "ModelNotFound", "ResourceNotFoundException", "The provider does not have this model.")]
    [InlineData(400, "ValidationException", """{"message":"The provided model identifier is invalid."}""", "ModelNotFound", "ValidationException", "The provider does not have this model.")]
    [InlineData(400, "ValidationException", """{"message":"Input is too long for requested model."}""", "ContextWindow", "ValidationException", "Input is too long for requested model.")]
    [InlineData(400, "ValidationException", """{"message":"temperature: must be at most 1"}""", "InvalidRequest", "ValidationException", "temperature: must be at most 1")]
    [InlineData(400, "ValidationException", """{"message":"arn:aws:bedrock:us-east-1:123456789012:x is bad"}""", "InvalidRequest", "ValidationException", "The provider refused the request.")]
    [InlineData(403, "AccessDeniedException", """{"Message":"User: arn:aws:iam::123456789012:user/x is not authorized"}""", "VendorFailed", "AccessDeniedException", "The provider does not accept the gateway's credential.")]
    [InlineData(403, "UnrecognizedClientException", """{"message":"The security token included in the request is invalid."}""", "VendorFailed", "UnrecognizedClientException", "The provider does not accept the gateway's credential.")]
    [InlineData(403, "", """{"message":"Forbidden"}""", "VendorFailed", null, "The provider does not accept the gateway's credential.")]
    [InlineData(400, "", """{"__type":"com.amazon.coral.service#ValidationException","message":"messages: bad"}""", "InvalidRequest", "ValidationException", "messages: bad")]
    [InlineData(413, "", "<html>", "TooLarge", null, "The provider refused the request.")]
    [InlineData(502, "", "", "VendorFailed", null, "The provider failed.")]
    [InlineData(503, "", "[]", "Overloaded", null, "The provider is overloaded.")]
    [InlineData(504, "", "", "Timeout", null, "The model took too long.")]
    public void Error_has_kind_name_and_words(int status, string type, string body, string kind, string? code, string message)
    {
        var headers = new HeaderMap();
        if (type.Length > 0)
        {
            headers.Add(new HeaderName("x-amzn-errortype"), type);
        }

        var error = BedrockErrors.OfAnswer(status, headers, Encoding.UTF8.GetBytes(body));

        Assert.Equal((kind, code, message, status), (error.Kind.ToString(), error.Code, error.Message, error.VendorStatus));
    }

    [Fact]
    public void Long_words_are_cut_and_a_wait_is_kept()
    {
        var headers = new HeaderMap();
        headers.Add(new HeaderName("retry-after"), "7");

        var error = BedrockErrors.OfAnswer(400, headers, Encoding.UTF8.GetBytes($$"""{"__type":"ValidationException","message":"{{new string('x', 5000)}}"}"""));

        Assert.Equal(1000, error.Message.Length);
        Assert.Equal(TimeSpan.FromSeconds(7), error.RetryAfter);
    }
}
