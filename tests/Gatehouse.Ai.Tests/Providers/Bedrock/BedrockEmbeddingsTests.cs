using System.Text;
using Gatehouse.Ai.Canonical;
using Gatehouse.Ai.Providers;
using Gatehouse.Ai.Providers.Bedrock;
using Gatehouse.Core.Http;
using Gatehouse.TestKit.Time;
using Xunit;

namespace Gatehouse.Ai.Tests.Providers.Bedrock;

public class BedrockEmbeddingsTests
{
    private static readonly BedrockProvider Provider = new(new FakeClock());

    [Theory]
    [InlineData("amazon.titan-embed-text-v2:0", "a", 256, """{"inputText":"a","dimensions":256}""", "")]
    [InlineData("amazon.titan-embed-text-v1", "a", 256, """{"inputText":"a"}""", "dimensions: this model has vectors of one length")]
    [InlineData("cohere.embed-multilingual-v3", "a|b", null, """{"texts":["a","b"],"input_type":"search_document"}""", "")]
    [InlineData("cohere.embed-v4:0", "a", 512, """{"texts":["a"],"input_type":"search_document","output_dimension":512}""", "")]
    public void Texts_become_a_body(string model, string texts, int? dimensions, string body, string warnings)
    {
        var notes = new EncodeNotes(rejects: false);
        var call = Provider.EncodeEmbeddings(Ask(texts.Split('|')) with { Dimensions = dimensions }, BedrockModels.Of(model), notes);

        Assert.Equal($"/model/{model.Replace(":", "%3A", StringComparison.Ordinal)}/invoke", call.Target);
        Assert.Equal(body, Encoding.UTF8.GetString(call.Body.Span));
        Assert.Equal(warnings, string.Join('|', notes.Warnings));
    }

    [Fact]
    public void What_a_model_does_not_embed_is_refused()
    {
        var notes = new EncodeNotes(rejects: false);

        Assert.Throws<AiException>(() => Provider.EncodeEmbeddings(Ask("a", "b"), BedrockModels.Of("amazon.titan-embed-text-v2:0"), notes));
        Assert.Throws<AiException>(() => Provider.EncodeEmbeddings(Ask([.. Enumerable.Repeat("a", 97)]), BedrockModels.Of("cohere.embed-english-v3"), notes));
        Assert.Throws<AiException>(() => Provider.EncodeEmbeddings(Ask() with { Tokens = [[1]] }, BedrockModels.Of("cohere.embed-english-v3"), notes));
    }

    [Theory]
    [InlineData("""{"embedding":[0.5,-1],"inputTextTokenCount":3}""", null, "[[0.5, -1]]", 3L)]
    [InlineData("""{"embeddings":[[0.5],[1]],"id":"x","response_type":"embeddings_floats","texts":["a","b"]}""", "7", "[[0.5], [1]]", 7L)]
    [InlineData("""{"embeddings":{"float":[[0.25]]},"response_type":"embeddings_by_type"}""", null, "[[0.25]]", null)]
    public void Answer_is_vectors_and_tokens(string body, string? tokenHeader, string vectors, long? tokens)
    {
        var headers = new HeaderMap();
        if (tokenHeader is not null)
        {
            headers.Add(new HeaderName("x-amzn-bedrock-input-token-count"), tokenHeader);
        }

        var answer = Provider.DecodeEmbeddings(Encoding.UTF8.GetBytes(body), headers, BedrockModels.Of("x"));

        Assert.Equal(vectors, $"[{string.Join(", ", answer.Vectors.Select(v => $"[{string.Join(", ", v)}]"))}]");
        Assert.Equal(tokens, answer.Usage.Input);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"embedding":["a"]}""")]
    [InlineData("<html>")]
    public void Answer_that_is_none_is_refused(string body)
        => Assert.Equal(AiErrorKind.VendorFailed, Assert.Throws<AiException>(() => Provider.DecodeEmbeddings(Encoding.UTF8.GetBytes(body), new(), BedrockModels.Of("x"))).Error.Kind);

    private static EmbeddingsRequest Ask(params string[] texts) => new() { Model = "m", Format = WireFormat.OpenAiEmbeddings, Texts = texts };
}
