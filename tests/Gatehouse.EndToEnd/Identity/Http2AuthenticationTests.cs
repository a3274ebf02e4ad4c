using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Gatehouse.EndToEnd.Http2;
using Xunit;
using Echoed = Gatehouse.TestKit.Origins.Echo;

namespace Gatehouse.EndToEnd.Identity;

/// <summary>Authentication over HTTP/2 and gRPC: requests come in through another server, and must find the same answers. For mtls-auth see <see cref="MtlsAuthTests"/>.</summary>
public sealed class Http2AuthenticationTests(Http2AuthenticationGateway gateway) : IClassFixture<Http2AuthenticationGateway>
{
    private const string Key = Http2AuthenticationGateway.Key;
    private const string Secret = Http2AuthenticationGateway.Secret;

    [Theory]
    [InlineData("/key", "", "Key", "No API key found in request")]
    [InlineData("/key", "apikey: wrong", "Key", "Unauthorized")]
    [InlineData("/key?apikey=a&apikey=b", "", "Key", "Duplicate API key found")]
    [InlineData("/basic", "", "Basic realm=\"service\"", "Unauthorized")]
    [InlineData("/basic", "authorization: Basic YWxpY2U6eA==", "Basic realm=\"service\"", "Unauthorized")]
    [InlineData("/jwt", "", "Bearer", "Unauthorized")]
    [InlineData("/jwt", "authorization: Bearer x.y.z", "Bearer error=\"invalid_token\"", "Bad token; invalid JSON")]
    [InlineData("/hmac", "", "hmac", "Unauthorized")]
    [InlineData("/oauth2-here", "", "Bearer", "The access token is missing")]
    public async Task Request_without_a_good_credential_gets_the_answer_that_http1_gets(string path, string field, string challenge, string text)
    {
        using var response = await SendAsync(path, field);

        Assert.Equal((HttpStatusCode.Unauthorized, HttpVersion.Version20), (response.StatusCode, response.Version));
        Assert.Equal(challenge, response.Headers.WwwAuthenticate.ToString());
        Assert.Contains(text, await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/key", "apikey: " + Key)]
    [InlineData("/key?apikey=" + Key, "")]
    [InlineData("/basic", "authorization: Basic YWxpY2U6c2VzYW1lOjE=")]
    [InlineData("/jwt", "authorization: Bearer {jwt}")]
    [InlineData("/hmac?q=1", "hmac")]
    [InlineData("/oauth2-here", "authorization: Bearer {oauth2}")]
    [InlineData("/either", "authorization: Basic YWxpY2U6c2VzYW1lOjE=")]
    public async Task Good_credential_lets_in_and_the_identity_is_the_gateways(string path, string field)
    {
        field = field.Replace("{jwt}", Jwts.Hs256(Secret, $$"""{"iss":"alice-app","exp":{{Jwts.In(60)}}}"""), StringComparison.Ordinal);
        field = field.Contains("{oauth2}", StringComparison.Ordinal) ? field.Replace("{oauth2}", await TokenAsync(), StringComparison.Ordinal) : field;

        using var response = await SendAsync(path, field, "x-consumer-username: forged", "X_Consumer_Username: forged", "x-anonymous-consumer: forged");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var echo = Echoed.Parse(await response.Content.ReadAsStringAsync());
        Assert.Equal(["alice"], echo.All("X-Consumer-Username"));
        Assert.DoesNotContain(echo.Headers, h => h.Value.Contains("forged", StringComparison.Ordinal));
        Assert.DoesNotContain(Key, echo.Target + string.Concat(echo.All("apikey")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Key_in_a_body_lets_in_and_does_not_travel()
    {
        using var request = Request("/key", "");
        request.Method = HttpMethod.Post;
        request.Content = new StringContent($$"""{"a": 1, "apikey": "{{Key}}", "b": [2]}""", Encoding.UTF8, "application/json");
        using var response = await gateway.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var echo = Echoed.Parse(await response.Content.ReadAsStringAsync());
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData("""{"a": 1, "b": [2]}"""u8)), echo.BodySha256);
    }

    [Fact]
    public async Task Nobody_known_is_the_anonymous_consumer()
    {
        using var response = await SendAsync("/either", "apikey: wrong");
        var echo = Echoed.Parse(await response.Content.ReadAsStringAsync());
        Assert.Equal(("guest", "true"), (Assert.Single(echo.All("X-Consumer-Username")), Assert.Single(echo.All("X-Anonymous-Consumer"))));
    }

    [Fact]
    public async Task Call_with_a_key_streams_both_ways_also_where_keys_may_be_in_bodies()
    {
        using var content = new PushedContent();
        using var request = Call(content);
        request.Headers.Add("apikey", Key);
        var sending = gateway.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        await content.WriteAsync([1, 1]);
        using var response = await sending.WaitAsync(TimeSpan.FromSeconds(15));
        await using var body = await response.Content.ReadAsStreamAsync();
        byte[] buffer = new byte[2];
        await body.ReadExactlyAsync(buffer);
        Assert.Equal([1, 1], buffer);
        content.Complete();
        Assert.Equal(0, await body.ReadAsync(buffer));
        Assert.Equal("0", Assert.Single(response.TrailingHeaders.GetValues("grpc-status")));
    }

    [Fact]
    public async Task Call_without_a_key_is_unauthenticated()
    {
        using var request = Call(new ByteArrayContent([0, 0, 0, 0, 0]));
        using var response = await gateway.Client.SendAsync(request);
        string? status = response.Headers.TryGetValues("grpc-status", out var head) ? head.Single() : response.TrailingHeaders.GetValues("grpc-status").Single();
        Assert.Equal("16", status);
    }

    private Task<HttpResponseMessage> SendAsync(string path, params string[] fields) => gateway.Client.SendAsync(Request(path, fields));

    private HttpRequestMessage Request(string path, params string[] fields)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, new Uri(gateway.Process.ProxyTls, path))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        foreach (string field in fields.Where(f => f.Length > 0))
        {
            int colon = field.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0)
            {
                Assert.True(request.Headers.TryAddWithoutValidation(field[..colon], field[(colon + 1)..].Trim()));
            }
            else
            {
                Sign(request);
            }
        }

        return request;
    }

    private static void Sign(HttpRequestMessage request)
    {
        string date = DateTimeOffset.UtcNow.ToString("r", CultureInfo.InvariantCulture), target = request.RequestUri!.PathAndQuery;
        string text = $"x-date: {date}\nhost: {request.RequestUri.Authority}\nGET {target} HTTP/2.0\n@request-target: get {target}";
        string signature = Convert.ToBase64String(HMACSHA256.HashData(Encoding.ASCII.GetBytes(Secret), Encoding.ASCII.GetBytes(text)));
        request.Headers.Add("X-Date", date);
        request.Headers.TryAddWithoutValidation(
            "Authorization", $"hmac username=\"alice\", algorithm=\"hmac-sha256\", headers=\"x-date host request-line @request-target\", signature=\"{signature}\"");
    }

    private HttpRequestMessage Call(HttpContent content)
    {
        content.Headers.ContentType = new("application/grpc");
        var request = Request("/echo.Service/Stream", "te: trailers");
        (request.Method, request.Content) = (HttpMethod.Post, content);
        return request;
    }

    private async Task<string> TokenAsync()
    {
        using var request = Request("/oauth2-here/oauth2/token", "");
        request.Method = HttpMethod.Post;
        request.Content = new FormUrlEncodedContent(
            new Dictionary<string, string> { ["grant_type"] = "client_credentials", ["client_id"] = "app", ["client_secret"] = Secret });
        using var response = await gateway.Client.SendAsync(request);
        return JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement.GetProperty("access_token").GetString()!;
    }
}
