using System.Buffers;
using System.Text;
using System.Text.Json;
using Gatehouse.Ai.Canonical;
using Gatehouse.Ai.Providers;
using Gatehouse.Ai.Providers.OpenAi;
using Gatehouse.Ai.Surfaces;
using Gatehouse.Ai.Tests.Cases.OpenAi;
using Gatehouse.Core.Http;
using Xunit;

namespace Gatehouse.Ai.Tests.Providers.OpenAi;

public class OpenAiEmbeddingsTests
{
    // Client's body, the vendor's for OpenAI.
    [Theory]
    [InlineData("""{"model":"a","input":"Hi"}""", """{"model":"vendor-model","input":["Hi"],"encoding_format":"base64"}""")]
    [InlineData("""{"model":"a","input":["Hi","Ho"],"dimensions":8,"user":"u","encoding_format":"float","future":1}""", """{"model":"vendor-model","input":["Hi","Ho"],"encoding_format":"base64","dimensions":8,"user":"u","future":1}""")]
    [InlineData("""{"model":"a","input":[1,2,3]}""", """{"model":"vendor-model","input":[[1,2,3]],"encoding_format":"base64"}""")]
    [InlineData("""{"model":"a","input":[[1],[2,3]]}""", """{"model":"vendor-model","input":[[1],[2,3]],"encoding_format":"base64"}""")]
    public void Request_is_sent_on(string body, string sent)
    {
        var call = new OpenAiProvider(ProviderKind.OpenAi).EncodeEmbeddings(Decode(body), OpenAiClient.Model(ProviderKind.OpenAi), new EncodeNotes(true));

        Assert.Equal(("/embeddings", sent), (call.Target, Encoding.UTF8.GetString(call.Body.Span)));
    }

    [Theory]
    [InlineData("""{"model":"a"}""", "input")]
    [InlineData("""{"model":"a","input":""}""", "input")]
    [InlineData("""{"model":"a","input":[]}""", "input")]
    [InlineData("""{"model":"a","input":["x",1]}""", "input[1]")]
    [InlineData("""{"model":"a","input":[1,"x"]}""", "input")]
    [InlineData("""{"model":"a","input":[[]]}""", "input[0]")]
    [InlineData("""{"model":"a","input":[[1.5]]}""", "input[0]")]
    [InlineData("""{"model":"a","input":"x","encoding_format":"hex"}""", "encoding_format")]
    [InlineData("""{"model":"a","input":"x","dimensions":0}""", "dimensions")]
    [InlineData("""{"input":"x"}""", "model")]
    public void Malformed_request_is_refused_with_its_field(string body, string field)
    {
        var error = Assert.Throws<AiException>(() => Decode(body)).Error;

        Assert.Equal((AiErrorKind.InvalidRequest, field), (error.Kind, error.Field));
    }

    [Theory]
    [InlineData("""{"object":"list","data":[{"object":"embedding","index":1,"embedding":[3,-4.5e-1]},{"object":"embedding","index":0,"embedding":[1,2]}],"model":"m","usage":{"prompt_tokens":5,"total_tokens":5}}""")]
    [InlineData("""{"object":"list","model":"m","usage":{"prompt_tokens":5,"total_tokens":5},"data":[{"index":0,"embedding":"AACAPwAAAEA="},{"index":1,"embedding":"AABAQGZm5r4="}]}""")]
    public void Vectors_are_read_in_order(string body)
    {
        var answer = new OpenAiProvider(ProviderKind.OpenAi).DecodeEmbeddings(Encoding.UTF8.GetBytes(body), new HeaderMap(), OpenAiClient.Model(ProviderKind.OpenAi));

        Assert.Equal([[1f, 2f], [3f, -0.45f]], answer.Vectors);
        Assert.Equal(("m", 5L), (answer.Model, answer.Usage.Input));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("""{"data":[]}""")]
    [InlineData("""{"data":[{"index":0,"embedding":[]}]}""")]
    [InlineData("""{"data":[{"index":0,"embedding":[1,"x"]}]}""")]
    [InlineData("""{"data":[{"index":0,"embedding":"AAA="}]}""")]
    [InlineData("""{"data":[{"index":0,"embedding":"?"}]}""")]
    [InlineData("""{"data":[{"index":0}]}""")]
    [InlineData("""{"data":[{"index":1,"embedding":[1]}]}""")]
    [InlineData("""{"data":[{"index":0,"embedding":[1]},{"index":0,"embedding":[1]}]}""")]
    public void What_is_no_answer_is_a_failure(string body)
        => Assert.Equal(AiErrorKind.VendorFailed, Assert.Throws<AiException>(() => new OpenAiProvider(ProviderKind.OpenAi).DecodeEmbeddings(Encoding.UTF8.GetBytes(body), new HeaderMap(), OpenAiClient.Model(ProviderKind.OpenAi))).Error.Kind);

    [Theory]
    [InlineData("float", "[[1,-0.45],[2,3]]")]
    [InlineData("base64", """["AACAP2Zm5r4=","AAAAQAAAQEA="]""")]
    public void Client_gets_vectors_in_the_form_it_asked_for(string form, string expected)
    {
        var output = new ArrayBufferWriter<byte>();
        var request = Decode($$"""{"model":"a","input":["x","y"],"encoding_format":"{{form}}"}""");
        OpenAiClient.Endpoint<EmbeddingsEndpoint>("/v1/embeddings").WriteAnswer(new EmbeddingsAnswer([[1f, -0.45f], [2f, 3f]], new TokenUsage { Input = 7 }), request, OpenAiClient.Context, output);

        var body = JsonElement.Parse(output.WrittenSpan);
        Assert.Equal(expected, $"[{string.Join(',', body.GetProperty("data").EnumerateArray().Select(d => d.GetProperty("embedding").GetRawText()))}]");
        Assert.Equal([0, 1], body.GetProperty("data").EnumerateArray().Select(d => d.GetProperty("index").GetInt32()));
        Assert.Equal(("list", "asked", """{"prompt_tokens":7,"total_tokens":7}"""), (body.GetProperty("object").GetString(), body.GetProperty("model").GetString(), body.GetProperty("usage").GetRawText()));
    }

    private static EmbeddingsRequest Decode(string body)
        => OpenAiClient.Endpoint<EmbeddingsEndpoint>("/v1/embeddings").Decode(new ClientCall { Headers = new HeaderMap(), Body = Encoding.UTF8.GetBytes(body), PathValues = [] });
}
