using System.Text.Json.Nodes;
using Xunit;

namespace Gatehouse.Control.Tests.Declarative;

/// <summary>Answers and ids that Kong's own tests and the case table publish.</summary>
public sealed class KongExpectationTests
{
    [Fact]
    public void Load_service_without_host_mirrors_errors_like_case_K134()
    {
        var result = Loading.Load("_format_version: \"1.1\"\nservices:\n- port: -12\n");

        AssertJson(
            """{"services":[{"port":"value should be between 0 and 65535","host":"required field missing"}]}""",
            result.ErrorFields);
        Assert.Equal(
            ["services[0].port: value should be between 0 and 65535 (value: -12)", "services[0].host: required field missing; set host, or url"],
            result.Errors.Select(e => e.ToString()));
    }

    [Fact]
    public void Ids_equal_those_in_kongs_tests()
    {
        var config = Loading.Accept(Loading.V3("""
            services:
            - name: my-service
              url: https://example.com
              plugins:
              - name: key-auth
              routes:
              - name: my-route
                paths: [/]
            consumers:
            - username: bobby
            """));

        Assert.Equal("0855b320-0dd2-547d-891d-601e9b38647f", config.Services[0].Id);
        Assert.Equal("0611a5a9-de73-5a2d-a4e6-6a38ad4c3cb2", config.Plugins[0].Id);
        Assert.Equal("481a9539-f49c-51b6-b2e2-fe99ee68866c", config.Routes[0].Id);
        Assert.Equal("d885e256-1abe-5e24-80b6-8f68fe59ea8e", config.Consumers[0].Id);
    }

    [Fact]
    public void Load_text_that_is_no_record_says_what_kong_says()
        => AssertJson(
            """{"error":"failed parsing declarative configuration: expected an object"}""",
            Loading.Load("bobby tables").ErrorFields);

    [Theory]
    [InlineData(
        "services:\n- {id: 0855b320-0dd2-547d-891d-601e9b38647f, name: foo, host: a.test}\n- {id: 0855b320-0dd2-547d-891d-601e9b38647f, name: bar, host: a.test}",
        """{"services":[null,"uniqueness violation: 'services' entity with primary key set to '0855b320-0dd2-547d-891d-601e9b38647f' already declared"]}""")]
    [InlineData(
        "services:\n- {name: foo, host: a.test}\n- {name: foo, host: b.test}",
        """{"services":[null,"uniqueness violation: 'services' entity with name set to 'foo' already declared"]}""")]
    [InlineData(
        "consumers:\n- {username: foo, custom_id: conflict}\n- {username: bar, custom_id: conflict}",
        """{"consumers":[null,"uniqueness violation: 'consumers' entity with custom_id set to 'conflict' already declared"]}""")]
    public void Load_repeated_entity_says_what_kong_says(string body, string fields)
        => AssertJson(fields, Loading.Load(Loading.V3(body)).ErrorFields);

    internal static void AssertJson(string expected, JsonNode actual)
        => Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), actual), $"expected {expected}\nactual   {actual.ToJsonString()}");
}
