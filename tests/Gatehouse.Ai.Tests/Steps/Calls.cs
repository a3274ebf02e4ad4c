using System.Buffers;
using System.Text;
using System.Text.Json.Nodes;
using Gatehouse.Ai.Canonical;
using Gatehouse.Ai.Surfaces;
using Gatehouse.Core.Http;
using Xunit;

namespace Gatehouse.Ai.Tests.Steps;

/// <summary>Calls of clients and comparisons of JSON.</summary>
internal static class Calls
{
    public static HeaderMap Headers(params (string Name, string Value)[] fields)
    {
        var headers = new HeaderMap();
        foreach (var (name, value) in fields)
        {
            headers.Add(new HeaderName(name), value);
        }

        return headers;
    }

    public static ChatRequest Decode(ChatEndpoint endpoint, string body, params (string Name, string Value)[] fields)
        => endpoint.Decode(new ClientCall { Headers = Headers(fields), Body = Encoding.UTF8.GetBytes(body) });

    public static string Write(CatalogEndpoint endpoint, ModelCatalog catalog, string query = "", string body = "", params string[] path)
    {
        var output = new ArrayBufferWriter<byte>();
        endpoint.Write(new ClientCall { Headers = new HeaderMap(), Query = Encoding.UTF8.GetBytes(query), Body = Encoding.UTF8.GetBytes(body), PathValues = path }, catalog, output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    public static void AssertJson(string expected, string actual)
    {
        if (!JsonNode.DeepEquals(JsonNode.Parse(expected), JsonNode.Parse(actual)))
        {
            // Shows where they differ.
            Assert.Equal(JsonNode.Parse(expected)!.ToJsonString(), JsonNode.Parse(actual)!.ToJsonString());
        }
    }

    public static void AssertJson(string expected, ReadOnlyMemory<byte> actual) => AssertJson(expected, Encoding.UTF8.GetString(actual.Span));
}
