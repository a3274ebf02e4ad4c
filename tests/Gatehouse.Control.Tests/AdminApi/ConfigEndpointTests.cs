using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Gatehouse.Control.Tests.Distribution;
using Gatehouse.TestKit.Waiting;
using Xunit;

namespace Gatehouse.Control.Tests.AdminApi;

public sealed class ConfigEndpointTests : IAsyncLifetime
{
    private const string Document = """{"_format_version":"3.0","services":[]}""";
    private readonly ControlApis _apis = new();

    public Task InitializeAsync() => _apis.InitializeAsync();

    public Task DisposeAsync() => _apis.DisposeAsync();

    /// <summary>Bodies, and the text that must reach the loader.</summary>
    public static TheoryData<string, string, string> Bodies => new()
    {
        { "application/json", Document, Document },
        { "application/json; charset=utf-8", Document, Document },
        { "application/json", """{"config":"_format_version: '3.0'"}""", "_format_version: '3.0'" },
        { "application/json", """{"_format_version":"3.0","check_hash":1,"flatten_errors":"1"}""", """{"_format_version":"3.0"}""" },
        { "text/yaml", "_format_version: '3.0'", "_format_version: '3.0'" },
        { "application/x-yaml", "_format_version: '3.0'", "_format_version: '3.0'" },
        { "application/yaml", "_format_version: '3.0'", "_format_version: '3.0'" },
        { "application/x-www-form-urlencoded", "config=_format_version%3A+%273.0%27", "_format_version: '3.0'" },
    };

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task Post_takes_every_kind_of_body(string type, string body, string text)
    {
        using var response = await PostAsync("/config", type, body);
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        Assert.Equal(text, _apis.Reader.LastText);
        Assert.Equal(text, (await ControlApis.JsonAsync(response))["services"]!["id-1"]!["text"]!.GetValue<string>());
        Assert.Single(_apis.Target.Applied);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Post_takes_a_multipart_form(bool asFile)
    {
        using var form = new MultipartFormDataContent();
        using var part = new StringContent("_format_version: '3.0'");
        if (asFile)
        {
            form.Add(part, "config", "kong.yml");
        }
        else
        {
            form.Add(part, "config");
        }

        using var response = await _apis.Admin.PostAsync("/config", form);
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        Assert.Equal("_format_version: '3.0'", _apis.Reader.LastText);
    }

    [Theory]
    [InlineData("application/json", "{", 400, "Cannot parse JSON body")]
    [InlineData("application/json", "[]", 400, "Cannot parse JSON body")]
    [InlineData("application/json", """{"config":"a","config":"b"}""", 400, "Cannot parse JSON body")]
    [InlineData("application/json", "{}", 400, "expected a declarative configuration")]
    [InlineData("application/json", """{"config":1}""", 400, "expected a declarative configuration")]
    [InlineData("application/x-www-form-urlencoded", "other=1", 400, "expected a declarative configuration")]
    [InlineData("text/yaml", " ", 400, "expected a declarative configuration")]
    [InlineData("text/plain", "_format_version: '3.0'", 415, "Unsupported Media Type")]
    [InlineData("application/xml", "<a/>", 415, "Unsupported Media Type")]
    public async Task Post_refuses_what_is_no_configuration(string type, string body, int status, string message)
    {
        using var response = await PostAsync("/config", type, body);
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(message, await ControlApis.MessageAsync(response));
        Assert.Equal(0, _apis.Reader.Reads);
    }

    [Fact]
    public async Task Post_without_content_type_is_415()
    {
        using var content = new ByteArrayContent("x"u8.ToArray());
        using var response = await _apis.Admin.PostAsync("/config", content);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
    }

    [Fact]
    public async Task Post_larger_than_the_limit_is_413()
    {
        using var response = await PostAsync("/config", "text/yaml", new string('#', ControlApis.MaxBody + 1));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
    }

    [Fact]
    public async Task Post_of_the_current_configuration_is_304_only_with_check_hash()
    {
        using var first = await PostAsync("/config?check_hash=1", "application/json", Document);
        Assert.Equal(HttpStatusCode.Created, first.StatusCode);
        using var second = await PostAsync("/config?check_hash=1", "application/json", Document);
        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
        using var third = await PostAsync("/config", "application/json", Document);
        Assert.Equal(HttpStatusCode.Created, third.StatusCode);
    }

    [Fact]
    public async Task Post_of_a_broken_configuration_is_400_with_code_14_and_changes_nothing()
    {
        using var good = await PostAsync("/config", "application/json", Document);
        using var response = await PostAsync("/config", "text/yaml", "broken: true");
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        var body = await ControlApis.JsonAsync(response);
        Assert.Equal(14, body["code"]!.GetValue<int>());
        Assert.Equal("invalid declarative configuration", body["name"]!.GetValue<string>());
        Assert.Equal(
            """declarative config is invalid: {routes={{name="expected a string"}},services={{host="required field missing"}}}""",
            body["message"]!.GetValue<string>());
        Assert.Equal("required field missing", body["fields"]!["services"]![0]!["host"]!.GetValue<string>());
        Assert.False(body.ContainsKey("flattened_errors"));
        Assert.Equal(FakeReader.HashOf(Document), _apis.Host.Current.Hash);
    }

    [Fact]
    public async Task Post_with_flatten_errors_lists_them_by_entity()
    {
        using var response = await PostAsync("/config?flatten_errors=1", "text/yaml", "broken: true");
        var body = await ControlApis.JsonAsync(response);
        Assert.Equal(2, Assert.IsType<JsonArray>(body["flattened_errors"]).Count);
        Assert.Empty(Assert.IsType<JsonObject>(body["fields"]));
    }

    [Fact]
    public async Task Post_while_another_runs_is_429()
    {
        _apis.Reader.Gate.Reset();
        var first = PostAsync("/config", "application/json", Document);
        await Eventually.TrueAsync(() => _apis.Reader.Reads == 1, "the first load to read");
        using var second = await PostAsync("/config", "text/yaml", "other: 1");
        Assert.Equal(HttpStatusCode.TooManyRequests, second.StatusCode);
        Assert.NotNull(second.Headers.RetryAfter?.Delta);
        _apis.Reader.Gate.Set();
        using var done = await first;
        Assert.Equal(HttpStatusCode.Created, done.StatusCode);
    }

    [Fact]
    public async Task Get_gives_the_configuration_as_yaml_in_json()
    {
        using var post = await PostAsync("/config", "application/json", Document);
        using var response = await _apis.Admin.GetAsync("/config");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var yaml = (await ControlApis.JsonAsync(response))["config"]!.GetValue<string>();
        Assert.StartsWith("_format_version: '3.0'\n", yaml, StringComparison.Ordinal);
        Assert.Contains("services:\n", yaml, StringComparison.Ordinal);
    }

    private Task<HttpResponseMessage> PostAsync(string path, string type, string body)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        return _apis.Admin.PostAsync(path, content);
    }
}
