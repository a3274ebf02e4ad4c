using System.Text.Json.Nodes;
using Gatehouse.Control.Declarative;
using Xunit;

namespace Gatehouse.Control.Tests.Declarative;

public sealed class DeclarativeWriterTests
{
    [Fact]
    public void Written_document_loads_to_the_same_entities()
    {
        var first = Loading.Load(Loading.V3("""
            services:
            - name: s
              url: http://s.test/a
              tags: ["no", "5", "a: b", "# x", "é", "", " ", "line"]
              routes:
              - paths: ["~/a(?<x>b)$", /]
                headers: {x-a: ["~*v", "true"]}
                protocols: [http]
                plugins: [{name: http-log, config: {http_endpoint: '{vault://env/url}', headers: {x: '{vault://env/x#2}'}}}]
              - protocols: [tcp]
                sources: [{ip: 10.0.0.0/8, port: 5}, {port: 7}]
            upstreams:
            - {name: u, targets: [{target: a}]}
            consumers: [{username: "yes"}]
            """).Replace("\"\", ", "", StringComparison.Ordinal));
        Assert.Empty(first.Errors);

        string written = DeclarativeWriter.Write(first.ReadEntities());
        var second = Loading.Load(written);

        Assert.Empty(second.Errors);
        Assert.True(JsonNode.DeepEquals(first.ReadEntities(), second.ReadEntities()), written);
    }

    [Fact]
    public void Unset_fields_are_written_as_null_like_kong_does()
        => Assert.Equal(
            """
            _format_version: '3.0'
            _transform: false
            consumers:
            - username: bobo
              id: d885e256-1abe-5e24-80b6-8f68fe59ea8e
              created_at: 1566863706
              updated_at: 1700000000
              custom_id: null
              tags: null

            """,
            DeclarativeWriter.Write(Loading.Load(Loading.V3(
                "consumers:\n- {username: bobo, id: d885e256-1abe-5e24-80b6-8f68fe59ea8e, created_at: 1566863706}\n")).ReadEntities()));

    [Fact]
    public void Nothing_is_written_as_an_empty_document()
        => Assert.Equal("_format_version: '3.0'\n_transform: false\n", DeclarativeWriter.Write([]));
}
