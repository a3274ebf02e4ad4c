using System.Globalization;
using System.Text.Json;
using Gatehouse.TestKit.Http;
using Xunit;
using Echoed = Gatehouse.TestKit.Origins.Echo;

namespace Gatehouse.EndToEnd.Kong;

/// <summary>Compares an answer, and what the origin says it saw, with <c>expect</c>.</summary>
internal sealed class CaseExpectation(HttpMessage response, int listenerPort, CaseOrigin origin)
{
    public void Check(JsonElement expect)
    {
        foreach (var member in expect.EnumerateObject())
        {
            CheckMember(member.Name, member.Value);
        }
    }

    private void CheckMember(string name, JsonElement value)
    {
        switch (name)
        {
            case "route":
                Assert.Equal(value.GetString(), response.Header("Kong-Route-Name"));
                break;
            case "status":
                Assert.True(value.GetInt32() == response.Status, $"{response.Status}: {response.Text}");
                break;
            case "headers":
                Assert.All(value.EnumerateObject(), h => CheckHeader(h.Name, h.Value, response.All(h.Name)));
                break;
            case "headers_absent":
                Assert.All(value.EnumerateArray(), h => Assert.Empty(response.All(h.GetString()!)));
                break;
            case "json":
                CaseJson.CheckExact(value, JsonDocument.Parse(response.Text).RootElement);
                break;
            case "json_subset":
                CaseJson.CheckSubset(value, JsonDocument.Parse(response.Text).RootElement, "$");
                break;
            case "body":
                Assert.True(CaseText.Matches(value.GetString()!, response.Text), response.Text);
                break;
            case "content_type":
                Assert.Equal(value.GetString(), response.Header("Content-Type"));
                break;
            case "message":
                Assert.Contains(value.GetString()!, response.Text, StringComparison.Ordinal);
                break;
            case "proxied":
                Assert.Equal(value.GetBoolean(), origin.Requests > 0);
                break;
            case "applied":
                string field = Assert.Single(response.Headers, h => h.Key.StartsWith("X-RateLimit-Limit-", StringComparison.OrdinalIgnoreCase)).Key;
                Assert.Equal($"X-RateLimit-Limit-{value.GetString()!.Replace('+', '-')}", field, ignoreCase: true);
                break;
            case "why" or "uri_captures" or "order":
                // Captures are seen by plugins only; the router's own tests compare them, and the plan's the order of scopes.
                break;
            default:
                CheckUpstream(name, value, Echoed.Parse(response.Text));
                break;
        }
    }

    private void CheckUpstream(string name, JsonElement value, Echoed echo)
    {
        switch (name)
        {
            case "upstream_path":
                Assert.Equal(value.GetString(), echo.Target);
                break;
            case "x_forwarded_prefix":
                CheckHeader("X-Forwarded-Prefix", value, echo.All("X-Forwarded-Prefix"));
                break;
            case "upstream_headers":
                Assert.All(value.EnumerateObject(), h => CheckHeader(h.Name, h.Value, echo.All(h.Name)));
                break;
            case "upstream_headers_absent":
                Assert.All(value.EnumerateArray(), h => Assert.Empty(echo.All(h.GetString()!)));
                break;
            case "upstream_body_bytes":
                Assert.Equal(value.GetInt32(), echo.BodyLength);
                break;
            default:
                Assert.Fail($"this test does not know the expectation '{name}'");
                break;
        }
    }

    private void CheckHeader(string name, JsonElement expected, IReadOnlyList<string> actual)
    {
        if (name == "RateLimit-Reset")
        {
            // The case names a second of the minute; the plugin's own tests, which have the clock, compare the number.
            Assert.InRange(int.Parse(Assert.Single(actual), CultureInfo.InvariantCulture), 1, 60);
            return;
        }

        string[] values = expected.ValueKind == JsonValueKind.Array ? [.. expected.EnumerateArray().Select(v => v.GetString()!)] : [expected.GetString()!];
        Assert.True(values.Length == actual.Count, $"{name}: expected [{string.Join(" | ", values)}], got [{string.Join(" | ", actual)}]");
        foreach (var (want, got) in values.Zip(actual))
        {
            Assert.True(CaseText.Matches(WithPorts(name, want), got), $"{name}: expected '{WithPorts(name, want)}', got '{got}'");
        }
    }

    /// <summary>8000 stands for the listener's port, 8080 for the origin's: both differ per run.</summary>
    private string WithPorts(string name, string value) => name.ToLowerInvariant() switch
    {
        "x-forwarded-port" when value == "8000" => listenerPort.ToString(CultureInfo.InvariantCulture),
        "host" => value.Replace(":8080", $":{origin.Port}", StringComparison.Ordinal).Replace("up.test", CaseDocument.UpstreamName, StringComparison.Ordinal),
        _ => value,
    };
}
