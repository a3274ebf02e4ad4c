using Gatehouse.EndToEnd.Ai.Vendors;
using Gatehouse.TestKit.Waiting;
using Xunit;
using Xunit.Abstractions;

namespace Gatehouse.EndToEnd.Ai;

/// <summary>Every client dialect to every provider, with the vendors' own npm libraries as they are.</summary>
public sealed class ClientMatrixTests(ClientFlows flows, ITestOutputHelper output) : IClassFixture<ClientFlows>
{
    internal static readonly string[] Flows = ["text", "stream", "tools", "tool-stream", "json_schema"];

    public static TheoryData<string, string, string> Cells() => Of(ClientFlows.Surfaces, ClientFlows.Providers, Flows);

    public static TheoryData<string, string> Pairs()
    {
        var data = new TheoryData<string, string>();
        foreach (string surface in ClientFlows.Surfaces)
        {
            foreach (string provider in ClientFlows.Providers)
            {
                data.Add(surface, provider);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void Client_gets_from_provider_what_it_asks_for(string surface, string provider, string flow)
        => Assert.Equal(Expectations.Of(surface, provider, flow), flows.ValueOf(surface, provider, flow));

    [Fact]
    public void Matrix_is_printed()
    {
        string table = flows.Table();
        output.WriteLine(table);
        Assert.Contains("bedrock", table, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Model_that_is_not_there_is_the_dialects_404(string surface, string provider) => Assert.Equal(
        surface switch
        {
            "openai" => """{"name":"NotFoundError","status":404,"code":"model_not_found"}""",
            "anthropic" => """{"name":"NotFoundError","status":404,"type":"not_found_error"}""",
            "ollama" => """{"name":"ResponseError","status":404}""",
            _ => """{"name":"ResourceNotFoundException","status":404}""",
        },
        flows.ValueOf(surface, provider, "missing"));

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Request_that_the_vendor_finds_wrong_is_the_dialects_400(string surface, string provider) => Assert.Equal(
        surface switch
        {
            "openai" => """{"name":"BadRequestError","status":400,"type":"invalid_request_error"}""",
            "anthropic" => """{"name":"BadRequestError","status":400,"type":"invalid_request_error"}""",
            "ollama" => """{"status":400}""",
            _ => """{"name":"ValidationException","status":400}""",
        },
        flows.ValueOf(surface, provider, "picky"));

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Rate_limit_of_the_vendor_is_the_dialects_429_with_its_pause(string surface, string provider) => Assert.Equal(
        surface switch
        {
            "openai" or "anthropic" => """{"name":"RateLimitError","status":429,"after":"7","retry":"true"}""",
            "ollama" => """{"status":429}""",
            _ => """{"name":"ThrottlingException","status":429,"after":"7"}""",
        },
        flows.ValueOf(surface, provider, "limited"));

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Failure_of_the_vendor_is_told_in_neutral_words_and_not_asked_for_again(string surface, string provider)
    {
        string seen = flows.ValueOf(surface, provider, "broken");

        Assert.DoesNotContain("canary", seen, StringComparison.Ordinal);
        Assert.DoesNotContain("10.0.0.1", seen, StringComparison.Ordinal);
        Assert.StartsWith(
            surface switch
            {
                "openai" or "anthropic" => """{"name":"InternalServerError","status":502,"retry":"false",""",
                "ollama" => """{"status":502,""",
                _ => """{"name":"ModelErrorException","status":424,""",
            },
            seen,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("openai")]
    [InlineData("anthropic")]
    [InlineData("bedrock")]
    [InlineData("ollama")]
    public void Library_that_may_retry_asks_once_because_the_gateway_says_so(string vendor)
        => Assert.Equal(ClientFlows.Surfaces.Length, flows.Vendors[vendor].Asked.Count(a => a.Model.Contains("broken", StringComparison.Ordinal)));

    [Theory]
    [InlineData("openai", "openai")]
    [InlineData("openai", "anthropic")]
    [InlineData("openai", "bedrock")]
    [InlineData("openai", "ollama")]
    [InlineData("anthropic", "openai")]
    [InlineData("anthropic", "anthropic")]
    [InlineData("anthropic", "bedrock")]
    [InlineData("anthropic", "ollama")]
    [InlineData("bedrock", "openai")]
    [InlineData("bedrock", "anthropic")]
    [InlineData("bedrock", "bedrock")]
    [InlineData("bedrock", "ollama")]
    public void Library_that_is_told_to_wait_comes_back_and_is_answered(string surface, string provider)
    {
        Assert.Equal($$"""{"text":"{{Expectations.Text(provider)}}"}""", flows.ValueOf(surface, provider, "flaky"));
        Assert.Equal(2, flows.Vendors[provider].Asked.Count(a => a.Model.Contains($"flaky-{surface}", StringComparison.Ordinal)));
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Client_can_leave_in_the_middle(string surface, string provider)
        => Assert.StartsWith("""{"began":true""", flows.ValueOf(surface, provider, "abort"), StringComparison.Ordinal);

    [Theory]
    [InlineData("openai")]
    [InlineData("anthropic")]
    [InlineData("bedrock")]
    [InlineData("ollama")]
    public async Task Vendor_sees_that_the_client_has_left(string vendor)
    {
        int slow = flows.Vendors[vendor].Asked.Count(a => a.Model.Contains("slow", StringComparison.Ordinal));

        Assert.Equal(ClientFlows.Surfaces.Length + 1, slow);
        await Eventually.TrueAsync(() => flows.Vendors[vendor].Abandoned.Count == slow, $"connections of {slow} clients that left to be closed");
        await Eventually.TrueAsync(
            () => LedgerFile.Outcomes(flows.Gateway, $"{vendor}-slow").SequenceEqual(Enumerable.Repeat("client_left", slow)), "what clients used before they left to be in the ledger");
    }

    // What only one dialect has.
    [Theory]
    [InlineData("openai", "helper", """{"text":"TEXT"}""")]
    [InlineData("openai", "stream-no-usage", """{"usage":null}""")]
    [InlineData("openai", "responses", """{"text":"TEXT","status":"completed","usage":[true,true]}""")]
    [InlineData("openai", "responses-stream", """{"text":"TEXT","last":"response.completed","whole":"TEXT","ordered":true}""")]
    [InlineData("openai", "responses-tools", """{"calls":CALLS,"text":"TOLD"}""")]
    [InlineData("openai", "completions", """{"text":"TEXT"}""")]
    [InlineData("openai", "models", """{"has":true}""")]
    [InlineData("openai", "abort-whole", """{"name":"APIUserAbortError"}""")]
    [InlineData("anthropic", "models", """{"has":true}""")]
    [InlineData("ollama", "generate", """{"text":"TEXT"}""")]
    [InlineData("ollama", "tags", """{"has":true}""")]
    [InlineData("ollama", "show", """{"tools":true}""")]
    [InlineData("ollama", "version", """{"told":"string"}""")]
    [InlineData("bedrock", "bearer", """{"text":"TEXT"}""")]
    public void Flow_of_one_dialect_works_with_every_provider(string surface, string flow, string expected) => Assert.All(
        ClientFlows.Providers,
        provider => Assert.Equal(
            expected.Replace("TEXT", Expectations.Text(provider), StringComparison.Ordinal).Replace("CALLS", Expectations.Calls(provider), StringComparison.Ordinal)
                .Replace("TOLD", Expectations.Told(provider), StringComparison.Ordinal),
            flows.ValueOf(surface, provider, flow)));

    [Theory]
    [InlineData("openai")]
    [InlineData("bedrock")]
    [InlineData("ollama")]
    public void Embeddings_of_a_vendor_come_in_both_dialects(string provider)
    {
        Assert.Equal("""{"count":2,"size":3,"first":[0.5,-0.25],"order":[0,1]}""", flows.ValueOf("openai", provider, "embeddings"));
        Assert.Equal("""{"count":2,"first":[0.5,-0.25]}""", flows.ValueOf("ollama", provider, "embed"));
    }

    [Fact]
    public void Embeddings_of_the_sandbox_come_in_both_dialects()
    {
        Assert.StartsWith("""{"count":2,"size":256,""", flows.ValueOf("openai", "sandbox", "embeddings"), StringComparison.Ordinal);
        Assert.StartsWith("""{"count":2,""", flows.ValueOf("ollama", "sandbox", "embed"), StringComparison.Ordinal);
    }

    [Fact]
    public void Tokens_are_counted_by_the_vendor_that_can_and_estimated_for_others()
    {
        Assert.All(["anthropic", "bedrock"], provider => Assert.Equal($$"""{"tokens":{{AnthropicVendor.CountedTokens}}}""", flows.ValueOf("anthropic", provider, "count")));
        Assert.All(["openai", "ollama", "sandbox"], provider => Assert.Matches("""^\{"tokens":[1-9][0-9]?\}$""", flows.ValueOf("anthropic", provider, "count")));
    }

    [Theory]
    [InlineData("anthropic", "anthropic")]
    [InlineData("anthropic", "bedrock")]
    [InlineData("bedrock", "anthropic")]
    [InlineData("bedrock", "bedrock")]
    public void Thought_goes_back_to_who_minted_its_proof_and_to_nobody_else(string surface, string provider)
    {
        Assert.Equal("""{"thought":"Let me think.","same":true}""", flows.ValueOf(surface, provider, "thinking"));
        string proof = new VendorPlay().Signature;
        var again = Bodies(provider, "And now?");
        Assert.NotEmpty(again);
        Assert.All(again, body => Assert.Contains($"\"signature\":\"{proof}\"", body, StringComparison.Ordinal));
        Assert.All(Bodies(provider == "anthropic" ? "bedrock" : "anthropic", "Crossing over"), body => Assert.DoesNotContain(proof[..8], body, StringComparison.Ordinal));
    }

    [Fact]
    public void Forged_signature_is_refused() => Assert.Equal("""{"status":403}""", flows.ValueOf("bedrock", "sandbox", "forged"));

    [Fact]
    public void Vendors_find_nothing_wrong_with_what_they_are_sent() => Assert.Equal("", string.Join('\n', flows.Vendors.All.SelectMany(v => v.Complaints, (v, c) => $"{v.Name}: {c}")));

    [Fact]
    public void Vendors_never_see_the_clients_credentials() => Assert.All(
        flows.Vendors.All.SelectMany(v => v.Received), bytes => Assert.Equal(-1, bytes.AsSpan().IndexOf(System.Text.Encoding.ASCII.GetBytes(ClientFlows.Key))));

    private static TheoryData<string, string, string> Of(string[] surfaces, string[] providers, string[] flows)
    {
        var data = new TheoryData<string, string, string>();
        foreach (string surface in surfaces)
        {
            foreach (string provider in providers)
            {
                foreach (string flow in flows)
                {
                    data.Add(surface, provider, flow);
                }
            }
        }

        return data;
    }

    private List<string> Bodies(string vendor, string with)
        => [.. flows.Vendors[vendor].Asked.Select(a => System.Text.Encoding.UTF8.GetString(a.Message.Body)).Where(b => b.Contains(with, StringComparison.Ordinal))];
}
