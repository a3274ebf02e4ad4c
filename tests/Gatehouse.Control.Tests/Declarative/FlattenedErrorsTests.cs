using System.Text.Json.Nodes;
using Xunit;

namespace Gatehouse.Control.Tests.Declarative;

public sealed class FlattenedErrorsTests
{
    [Fact]
    public void Errors_are_hoisted_to_their_entities()
    {
        var (flattened, others) = Loading.Load(Loading.V3("""
            bogus: 1
            services:
            - name: mis-matched
              host: localhost
              protocol: tcp
              path: /path
              tags: [service-02]
            - id: c3a8b7a4-1d1c-4f0d-9a46-6f43a2a5b1c0
              host: h
              routes:
              - name: nope.route
                protocols: [tcp]
                plugins:
                - {name: tcp-log, config: {port: 1234, deeply: {undefined: true}}}
            upstreams:
            - name: 1.2.3.4
              healthchecks: {active: {concurrency: -1}}
              tags: [a, 5]
            """)).FlattenErrors();

        KongExpectationTests.AssertJson("""{"bogus":"unknown field"}""", others);
        KongExpectationTests.AssertJson(
            """
            [
             {"entity_type":"service","entity_name":"mis-matched","entity_tags":["service-02"],
              "entity":{"name":"mis-matched","host":"localhost","protocol":"tcp","path":"/path","tags":["service-02"]},
              "errors":[{"type":"field","field":"path","message":"value must be null"},
                        {"type":"entity","message":"failed conditional validation given value of field 'protocol'"}]},
             {"entity_type":"plugin","entity_name":"tcp-log",
              "entity":{"name":"tcp-log","config":{"port":1234,"deeply":{"undefined":true}}},
              "errors":[{"type":"field","field":"config.deeply","message":"unknown field"},
                        {"type":"field","field":"config.host","message":"required field missing"}]},
             {"entity_type":"route","entity_name":"nope.route",
              "entity":{"name":"nope.route","protocols":["tcp"],"service":{"id":"c3a8b7a4-1d1c-4f0d-9a46-6f43a2a5b1c0"}},
              "errors":[{"type":"entity","message":"must set one of 'sources', 'destinations', 'snis' when 'protocols' is 'tcp', 'tls' or 'udp'"}]},
             {"entity_type":"upstream","entity_name":"1.2.3.4",
              "entity":{"name":"1.2.3.4","healthchecks":{"active":{"concurrency":-1}},"tags":["a",5]},
              "errors":[{"type":"field","field":"name","message":"Invalid name; no ip addresses allowed"},
                        {"type":"field","field":"healthchecks.active.concurrency","message":"value should be between 1 and 2147483648"},
                        {"type":"field","field":"tags.2","message":"expected a string"}]}
            ]
            """,
            flattened);
    }

    [Fact]
    public void Repeated_entity_is_an_entity_error()
    {
        var flattened = Loading.Load(Loading.V3("services:\n- {name: a, host: h}\n- {name: a, host: h}\n")).FlattenErrors().Flattened;

        Assert.Equal("entity", (string?)flattened.Single()!["errors"]![0]!["type"]);
    }

    [Fact]
    public void Unreadable_text_flattens_to_nothing()
    {
        var (flattened, others) = Loading.Load("x").FlattenErrors();

        Assert.Empty(flattened);
        Assert.Equal("failed parsing declarative configuration: expected an object", (string?)others["error"]);
    }
}
