using System.Text.Json;
using Gatehouse.Ai.Caching;
using Gatehouse.Ai.Canonical;
using Gatehouse.Ai.Selection;
using Gatehouse.Ai.Tests.Pipeline;
using Gatehouse.Ai.Tests.Selection;
using Xunit;

namespace Gatehouse.Ai.Tests.Caching;

/// <summary>Two requests have one name only if they may have one answer.</summary>
public class RequestDigestTests
{
    private static readonly string[] HowItIsSent = ["IsStream", "WantsUsage", "Format", "SurfaceState"];

    private static readonly ModelState Model = Of("a", "m");

    private static ChatRequest Full => (ChatRequest)Filled.Make(typeof(ChatRequest), "");

    private static ModelState Of(string deployment, string name) => Gatehouse.Ai.Tests.Pipeline.Calls.Model(name, Samples.Deployment(deployment, TimeProvider.System));

    private static string Digest(ChatRequest request) => RequestDigest.Of("tenant", "policy", null, Model, request);

    [Fact]
    public void Every_property_of_a_request_counts_but_those_that_say_how_the_answer_is_sent()
    {
        string original = Digest(Full);
        var seen = new HashSet<string>();
        var forgotten = new List<string>();
        foreach (var (path, changed) in Mutations.Of(Full))
        {
            bool isSending = HowItIsSent.Any(p => path.StartsWith($".ChatRequest.{p}", StringComparison.Ordinal));
            bool isSame = Digest((ChatRequest)changed!) == original;
            seen.Add(path);
            if (isSame != isSending)
            {
                forgotten.Add(path);
            }
        }

        Assert.Empty(forgotten);

        // Every property of the request, and of every kind of part.
        Assert.True(seen.Count > 120, $"{seen.Count} paths");
        Assert.Contains(".ChatRequest.Messages[0].Message.Parts[0].ForeignPart.Kind", seen.Select(p => System.Text.RegularExpressions.Regex.Replace(p, @"Parts\[\d+\]", "Parts[0]")));
    }

    [Fact]
    public void Equal_requests_have_one_name() => Assert.Equal(Digest(Full), Digest(Full));

    [Fact]
    public void Tenant_policy_and_model_count()
    {
        string[] all =
        [
            RequestDigest.Of("t", "p", null, Model, Full),
            RequestDigest.Of("t", "p", "box", Model, Full),
            RequestDigest.Of("t2", "p", null, Model, Full),
            RequestDigest.Of("", "p", null, Model, Full),
            RequestDigest.Of("t", null, null, Model, Full),
            RequestDigest.Of("t", "", null, Model, Full),
            RequestDigest.Of("t", "p", null, Of("a", "m2"), Full),
            RequestDigest.Of("t", "p", null, Of("b", "m"), Full),
        ];

        Assert.Equal(all.Length, all.Distinct().Count());
    }

    [Fact]
    public void Neighbours_cannot_be_shifted_into_each_other()
    {
        static ChatRequest Saying(params string[] texts) => new()
        {
            Model = "m",
            Format = WireFormat.None,
            Messages = [.. texts.Select(t => new Message(MessageRole.User, [new TextPart(t)]))],
        };

        string[] all = [Digest(Saying("ab", "c")), Digest(Saying("a", "bc")), Digest(Saying("abc")), Digest(Saying("abc", "")), Digest(Saying("", "abc")), Digest(Saying("\ud800")), Digest(Saying("\ud801"))];

        Assert.Equal(all.Length, all.Distinct().Count());
    }

    [Theory]
    [InlineData("""{"a":1,"b":[2,"x"]}""", """{ "a" : 1 , "b" : [ 2 , "x" ] }""", true)]
    [InlineData("""{"a":1}""", """{"a":1.0}""", false)]
    [InlineData("""{"a":1,"b":2}""", """{"b":2,"a":1}""", false)]
    [InlineData("""{"a":[]}""", """{"a":{}}""", false)]
    [InlineData("""[["a"],"b"]""", """[["a","b"]]""", false)]
    [InlineData("""["true"]""", """[true]""", false)]
    [InlineData("""[true]""", """[false]""", false)]
    public void Json_counts_by_its_tokens(string one, string other, bool isSame)
    {
        static string Of(string json) => Digest(new ChatRequest { Model = "m", Format = WireFormat.None, Messages = [], LogitBias = JsonElement.Parse(json) });

        Assert.Equal(isSame, Of(one) == Of(other));
    }
}
