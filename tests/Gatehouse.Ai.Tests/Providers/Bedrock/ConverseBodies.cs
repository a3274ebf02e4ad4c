using System.Text.Json;
using Gatehouse.Ai.Canonical;

namespace Gatehouse.Ai.Tests.Providers.Bedrock;

/// <summary>Requests, the body of Converse that each becomes, and what is warned of. Single quotes stand for double ones.</summary>
internal static partial class ConverseBodies
{
    private const string Hi = "'messages':[{'role':'user','content':[{'text':'hi'}]}]";
    private const string Adder = "{'type':'object','properties':{'a':{'type':'integer'}},'required':['a'],'additionalProperties':false}";

    private static readonly Tool Add = new("add") { Description = "Adds.", Parameters = Json(Adder) };

    /// <summary>All of them.</summary>
    public static IReadOnlyList<ConverseBody> All { get; } = [.. Conversations(), .. Tools(), .. Settings(), .. Thought()];

    private static IEnumerable<ConverseBody> Conversations()
    {
        yield return new("text", Ask(), "{" + Hi + ",'inferenceConfig':{}}");
        yield return new(
            "instructions from everywhere, turns joined, blank text dropped",
            Ask() with
            {
                Messages =
                [
                    Says(MessageRole.System, "Be brief."),
                    Says(MessageRole.User, "hi"),
                    Says(MessageRole.User, " "),
                    Says(MessageRole.User, "there"),
                    Says(MessageRole.Assistant, ""),
                    Says(MessageRole.System, "Be kind."),
                    Says(MessageRole.User, "?"),
                ],
            },
            "{'system':[{'text':'Be brief.'},{'text':'Be kind.'}],'messages':[{'role':'user','content':[{'text':'hi'},{'text':'there'},{'text':'?'}]}],'inferenceConfig':{}}",
            "messages[5]: instructions are sent before the conversation");
        yield return new(
            "media",
            Ask(
                new ImagePart(new() { MediaType = "image/jpeg", Base64 = "AAAA" }),
                new ImagePart(new() { Base64 = "iVBORw0KGgoA" }, "high"),
                new ImagePart(new() { Url = "s3://bucket/a.webp" }),
                new FilePart(new() { MediaType = "application/pdf", Base64 = "BBBB" }, "Q3 report_final.pdf") { WantsCitations = true, Context = "ours" },
                new FilePart(null, null) { Text = "plain" },
                new FilePart(new() { Base64 = "CCCC" }, "table.csv"),
                new AudioPart(new() { Base64 = "DDDD" }, "wav")),
            "{'messages':[{'role':'user','content':[{'image':{'format':'jpeg','source':{'bytes':'AAAA'}}},{'image':{'format':'png','source':{'bytes':'iVBORw0KGgoA'}}},"
                + "{'image':{'format':'webp','source':{'s3Location':{'uri':'s3://bucket/a.webp'}}}},"
                + "{'document':{'format':'pdf','name':'Q3 report-final','source':{'bytes':'BBBB'},'context':'ours','citations':{'enabled':true}}},"
                + "{'document':{'format':'txt','name':'document','source':{'text':'plain'}}},{'document':{'format':'csv','name':'table','source':{'bytes':'CCCC'}}},"
                + "{'audio':{'format':'wav','source':{'bytes':'DDDD'}}}]}],'inferenceConfig':{}}",
            "messages[0].content[1].detail: images have no detail setting",
            "messages[0].content[3].filename: sent in the letters that document names may have",
            "messages[0].content[5].filename: sent in the letters that document names may have");
        yield return new(
            "cache points behind text, system and tools",
            Ask(new TextPart("long") { Cache = CacheMark.FiveMinutes }, new TextPart("hi")) with { Tools = [Add with { Cache = CacheMark.OneHour }] },
            "{'messages':[{'role':'user','content':[{'text':'long'},{'cachePoint':{'type':'default'}},{'text':'hi'}]}],'inferenceConfig':{},'toolConfig':{'tools':[{'toolSpec':{'name':'add',"
                + "'description':'Adds.','inputSchema':{'json':" + Adder + "}}},{'cachePoint':{'type':'default','ttl':'1h'}}]}}");
        yield return new(
            "cache points where there is no cache",
            Ask(new TextPart("hi") { Cache = CacheMark.FiveMinutes }),
            "{" + Hi + ",'inferenceConfig':{}}",
            "messages[0].content[0].cache_control: this model has no prompt cache")
        { Model = BedrockModels.Of(BedrockModels.Llama) };
        yield return new(
            "content of one vendor",
            Ask(new ForeignPart(Dialect.Bedrock, "guardContent", Json("{'text':{'text':'x'}}")), new ForeignPart(Dialect.Anthropic, "search_result", Json("{}")), new TextPart("hi")),
            "{'messages':[{'role':'user','content':[{'guardContent':{'text':{'text':'x'}}},{'text':'hi'}]}],'inferenceConfig':{}}",
            "messages[0].content[1]: this kind of content is only known to the vendor it is made for");
    }

    private static IEnumerable<ConverseBody> Settings()
    {
        yield return new(
            "all settings that there are",
            Ask() with
            {
                MaxOutputTokens = 100,
                Temperature = 0.5,
                TopP = 0.9,
                TopK = 7,
                StopSequences = ["END", " "],
                User = "u-1",
                Metadata = [new("team", "blue"), new("note", "naïve")],
                ServiceTier = "priority",
                Betas = ["context-1m-2025-08-07"],
            },
            "{" + Hi + ",'inferenceConfig':{'maxTokens':100,'temperature':0.5,'topP':0.9,'stopSequences':['END']},'additionalModelRequestFields':{'top_k':7,'anthropic_beta':['context-1m-2025-08-07']},"
                + "'additionalModelResponseFieldPaths':['/stop_sequence'],'serviceTier':{'type':'priority'},'requestMetadata':{'team':'blue','user':'u-1'}}",
            "stop: stop sequences of nothing but white space are not sent",
            "metadata: Bedrock keeps 16 entries of up to 256 letters, digits and a few signs; others are not sent");
        yield return new("top_k of Nova", Ask() with { TopK = 7 }, "{" + Hi + ",'inferenceConfig':{},'additionalModelRequestFields':{'inferenceConfig':{'topK':7}}}") { Model = BedrockModels.Of(BedrockModels.Nova) };
        yield return new(
            "what Bedrock does not have",
            Ask() with
            {
                Seed = 1,
                MinP = 0.1,
                PresencePenalty = 1,
                FrequencyPenalty = 1,
                LogitBias = Json("{'1':2}"),
                WantsLogprobs = true,
                Choices = 2,
                Verbosity = "low",
                PromptCacheKey = "k",
                ServiceTier = "scale",
                Temperature = 1.5,
                TopK = 3,
            },
            "{" + Hi + ",'inferenceConfig':{'temperature':1}}",
            "temperature: Bedrock's scale ends at 1",
            "top_k: this model has no such setting",
            "service_tier: Bedrock has default, priority, flex and reserved",
            "seed: Bedrock has no such field",
            "min_p: Bedrock has no such field",
            "presence_penalty: Bedrock has no such field",
            "frequency_penalty: Bedrock has no such field",
            "logit_bias: Bedrock has no such field",
            "logprobs: Bedrock has no such field",
            "n: Bedrock has no such field",
            "verbosity: Bedrock has no such field",
            "prompt_cache_key: Bedrock finds equal prefixes itself")
        { Model = BedrockModels.Of(BedrockModels.Llama) };
        yield return new(
            "fields of a client that speaks Converse",
            Ask() with
            {
                Format = WireFormat.BedrockConverse,
                Foreign =
                [
                    new("guardrailConfig", Json("{'guardrailIdentifier':'g'}")),
                    new("additionalModelRequestFields.custom", Json("[1]")),
                    new("inferenceConfig.new", Json("1")),
                    new("additionalModelResponseFieldPaths", Json("['/x']")) { IsHint = true },
                ],
                StopSequences = ["E"],
            },
            "{" + Hi + ",'inferenceConfig':{'stopSequences':['E']},'guardrailConfig':{'guardrailIdentifier':'g'},'additionalModelResponseFieldPaths':['/x'],'additionalModelRequestFields':{'custom':[1]}}",
            "inferenceConfig.new: the provider has no such field");
        yield return new(
            "fields of other clients",
            Ask() with { Foreign = [new("prediction", Json("{}")), new("keep_alive", Json("5")) { IsHint = true }] },
            "{" + Hi + ",'inferenceConfig':{}}",
            "prediction: the provider has no such field",
            "keep_alive: the provider has no such field");
        yield return new(
            "JSON by a schema",
            Ask() with { ResponseFormat = new(ResponseFormatKind.JsonSchema) { Name = "sum", Schema = Json(Adder), Description = "d" } },
            "{" + Hi + ",'inferenceConfig':{},'outputConfig':{'textFormat':{'type':'json_schema','structure':{'jsonSchema':{'schema':'" + Adder.Replace("'", "\\'", StringComparison.Ordinal)
                + "','name':'sum','description':'d'}}}}}");
        yield return new(
            "JSON by a tool where the model knows no schema",
            Ask() with { ResponseFormat = new(ResponseFormatKind.JsonSchema) { Name = "sum", Schema = Json(Adder) } },
            "{" + Hi + ",'inferenceConfig':{},'toolConfig':{'tools':[{'toolSpec':{'name':'gatehouse_json_answer','description':'Gives the answer. Call it exactly once, with the whole answer as its arguments.',"
                + "'inputSchema':{'json':" + Adder + "}}}],'toolChoice':{'tool':{'name':'gatehouse_json_answer'}}}}")
        { Model = BedrockModels.Of(BedrockModels.Claude) with { TakesJsonSchema = false } };
        yield return new(
            "any JSON object",
            Ask() with { ResponseFormat = new(ResponseFormatKind.JsonObject) },
            "{" + Hi + ",'inferenceConfig':{},'toolConfig':{'tools':[{'toolSpec':{'name':'gatehouse_json_answer','description':'Gives the answer. Call it exactly once, with the whole answer as its arguments.',"
                + "'inputSchema':{'json':{'type':'object'}}}}],'toolChoice':{'tool':{'name':'gatehouse_json_answer'}}}}");
        yield return new(
            "JSON beside tools",
            Ask() with { ResponseFormat = new(ResponseFormatKind.JsonObject), Tools = [Add] },
            "{" + Hi + ",'inferenceConfig':{},'toolConfig':{'tools':[{'toolSpec':{'name':'add','description':'Adds.','inputSchema':{'json':" + Adder + "}}}]}}",
            "response_format: this model gives JSON only by a tool of its own, and the request has tools already");
        yield return new(
            "JSON of a model that cannot be made to call",
            Ask() with { ResponseFormat = new(ResponseFormatKind.JsonObject) },
            "{" + Hi + ",'inferenceConfig':{}}",
            "response_format: this model cannot be made to give JSON")
        { Model = BedrockModels.Of(BedrockModels.Llama) };
    }

    private static ChatRequest Ask(params Part[] parts)
        => new() { Model = "m", Format = WireFormat.OpenAiChat, Messages = [new(MessageRole.User, parts.Length == 0 ? [new TextPart("hi")] : parts)] };

    private static Message Says(MessageRole role, string text) => new(role, [new TextPart(text)]);

    private static JsonElement Json(string text) => JsonElement.Parse(text.Replace('\'', '"'));
}
