using Gatehouse.Ai.Canonical;

namespace Gatehouse.Ai.Tests.Providers.Bedrock;

internal static partial class ConverseBodies
{
    private const string AddSpec = "{'toolSpec':{'name':'add','description':'Adds.','inputSchema':{'json':" + Adder + "}}}";

    private static IReadOnlyList<Message> Called =>
    [
        Says(MessageRole.User, "hi"),
        new(MessageRole.Assistant, [new TextPart("I add."), new ToolCallPart("call_1", "add", "{\"a\":1}"), new ToolCallPart("call.2:é", "now", "")]),
        new(MessageRole.User, [new ToolResultPart("call_1", "add", [new TextPart("2")])]),
        new(MessageRole.User, [new TextPart("well?")]),
        new(MessageRole.User, [new ToolResultPart("call.2:é", "now", [new TextPart(" "), new ImagePart(new() { MediaType = "image/png", Base64 = "AAAA" })]) { IsError = true }]),
    ];

    private const string CalledMessages = "'messages':[{'role':'user','content':[{'text':'hi'}]},{'role':'assistant','content':[{'text':'I add.'},{'toolUse':{'toolUseId':'call_1','name':'add','input':{'a':1}}},"
        + "{'toolUse':{'toolUseId':'call_50c3e50a70895c22e055110ed05f9059','name':'now','input':{}}}]},{'role':'user','content':[{'toolResult':{'toolUseId':'call_1','content':[{'text':'2'}]}},"
        + "{'toolResult':{'toolUseId':'call_50c3e50a70895c22e055110ed05f9059','content':[{'image':{'format':'png','source':{'bytes':'AAAA'}}}],'status':'error'}},{'text':'well?'}]}]";

    private static IEnumerable<ConverseBody> Tools()
    {
        yield return new(
            "tools and their choice",
            Ask() with { Tools = [Add with { IsStrict = true }, new("now") { Description = " " }], ToolChoice = new(ToolChoiceKind.Auto) },
            "{" + Hi + ",'inferenceConfig':{},'toolConfig':{'tools':[{'toolSpec':{'name':'add','description':'Adds.','inputSchema':{'json':" + Adder + "},'strict':true}},"
                + "{'toolSpec':{'name':'now','inputSchema':{'json':{'type':'object'}}}}],'toolChoice':{'auto':{}}}}");
        yield return new(
            "calls and results, results first",
            Ask() with { Messages = Called, Tools = [Add] },
            "{" + CalledMessages + ",'inferenceConfig':{},'toolConfig':{'tools':[" + AddSpec + "]}}");
        yield return new(
            "calls without tools",
            Ask() with { Messages = Called },
            "{" + CalledMessages + ",'inferenceConfig':{},'toolConfig':{'tools':[{'toolSpec':{'name':'add','inputSchema':{'json':{'type':'object'}}}},{'toolSpec':{'name':'now','inputSchema':{'json':{'type':'object'}}}}]}}",
            "tools: made up from the calls in the conversation");
        yield return new("no tool shall be called, none was", Ask() with { Tools = [Add], ToolChoice = new(ToolChoiceKind.None) }, "{" + Hi + ",'inferenceConfig':{}}");
        yield return new(
            "no tool shall be called, some were",
            Ask() with { Messages = Called, Tools = [Add], ToolChoice = new(ToolChoiceKind.None) },
            "{" + CalledMessages + ",'inferenceConfig':{},'toolConfig':{'tools':[" + AddSpec + "],'toolChoice':{'auto':{}}}}",
            "tool_choice: Bedrock has no 'none', and wants the tools that the conversation speaks of; the model may call them");
        yield return new(
            "some tool",
            Ask() with { Tools = [Add], ToolChoice = new(ToolChoiceKind.Required) },
            "{" + Hi + ",'inferenceConfig':{},'toolConfig':{'tools':[" + AddSpec + "],'toolChoice':{'any':{}}}}");
        yield return new(
            "a certain tool",
            Ask() with { Tools = [Add], ToolChoice = new(ToolChoiceKind.Named, "add") },
            "{" + Hi + ",'inferenceConfig':{},'toolConfig':{'tools':[" + AddSpec + "],'toolChoice':{'tool':{'name':'add'}}}}");
        yield return new(
            "a certain tool of a model that cannot be made to call",
            Ask() with { Tools = [Add with { IsStrict = true }], ToolChoice = new(ToolChoiceKind.Named, "add"), ParallelToolCalls = false },
            "{" + Hi + ",'inferenceConfig':{},'toolConfig':{'tools':[" + AddSpec + "],'toolChoice':{'auto':{}}}}",
            "parallel_tool_calls: this model cannot be kept from calling several tools",
            "tools.strict: this model cannot be held to a schema",
            "tool_choice: this model cannot be made to call a tool")
        { Model = BedrockModels.Of(BedrockModels.Llama) with { TakesJsonSchema = false } };
        yield return new(
            "one tool at a time",
            Ask() with { Tools = [Add], ToolChoice = new(ToolChoiceKind.Named, "add"), ParallelToolCalls = false },
            "{" + Hi + ",'inferenceConfig':{},'toolConfig':{'tools':[" + AddSpec + "]},'additionalModelRequestFields':{'tool_choice':{'type':'tool','disable_parallel_tool_use':true,'name':'add'}}}");
        yield return new(
            "tools of one vendor",
            Ask() with { Tools = [new("web_search") { Foreign = new(Dialect.Anthropic, "web_search_20250305", Json("{}")) }, new("nova_grounding") { Foreign = new(Dialect.Bedrock, "systemTool", Json("{'name':'nova_grounding'}")) }] },
            "{" + Hi + ",'inferenceConfig':{},'toolConfig':{'tools':[{'systemTool':{'name':'nova_grounding'}}]}}",
            "tools: a tool is only known to the vendor it is made for");
        yield return new(
            "arguments that are no object",
            Ask() with { Messages = [Says(MessageRole.User, "hi"), new(MessageRole.Assistant, [new ToolCallPart("c", "add", "{\"a\":")])], Tools = [Add] },
            "{'messages':[{'role':'user','content':[{'text':'hi'}]},{'role':'assistant','content':[{'toolUse':{'toolUseId':'c','name':'add','input':{}}}]}],'inferenceConfig':{},'toolConfig':{'tools':[" + AddSpec + "]}}",
            "messages[1].content[0].arguments: arguments that are no JSON object cannot be sent");
    }

    private static IEnumerable<ConverseBody> Thought()
    {
        yield return new(
            "thought by a budget, and what it forbids",
            Ask() with { Reasoning = new() { Effort = "high" }, MaxOutputTokens = 8000, Temperature = 0.2, TopP = 0.5, TopK = 3, Tools = [Add], ToolChoice = new(ToolChoiceKind.Required) },
            "{" + Hi + ",'inferenceConfig':{'maxTokens':8000},'toolConfig':{'tools':[" + AddSpec + "],'toolChoice':{'auto':{}}},'additionalModelRequestFields':{'thinking':{'type':'enabled','budget_tokens':4096}}}",
            "temperature: not sent, because the model thinks",
            "top_p: not sent, because the model thinks",
            "tool_choice: this model cannot be made to call a tool while it thinks",
            "top_k: not sent, because the model thinks");
        yield return new(
            "thought without a limit of output",
            Ask() with { Reasoning = new() { IsOn = true, BudgetTokens = 3000 }, Temperature = 1 },
            "{" + Hi + ",'inferenceConfig':{'maxTokens':7096,'temperature':1},'additionalModelRequestFields':{'thinking':{'type':'enabled','budget_tokens':3000}}}");
        yield return new(
            "thought that has to be made smaller",
            Ask() with { Reasoning = new() { Effort = "max" }, MaxOutputTokens = 4000 },
            "{" + Hi + ",'inferenceConfig':{'maxTokens':4000},'additionalModelRequestFields':{'thinking':{'type':'enabled','budget_tokens':3000}}}",
            "thinking.budget_tokens: made smaller than the most output tokens");
        yield return new(
            "thought that does not fit",
            Ask() with { Reasoning = new() { Effort = "low" }, MaxOutputTokens = 1000 },
            "{" + Hi + ",'inferenceConfig':{'maxTokens':1000}}",
            "thinking.budget_tokens: made smaller than the most output tokens",
            "reasoning_effort: fewer than 1024 tokens are left for thinking");
        yield return new(
            "adaptive thought",
            Ask() with { Reasoning = new() { Effort = "xhigh", Summary = "summarized" } },
            "{" + Hi + ",'inferenceConfig':{},'outputConfig':{'effort':'xhigh'},'additionalModelRequestFields':{'thinking':{'type':'adaptive','display':'summarized'}}}")
        { Model = BedrockModels.Of(BedrockModels.Claude) with { HasAdaptiveThinking = true } };
        yield return new("no thought", Ask() with { Reasoning = new() { Effort = "none" } }, "{" + Hi + ",'inferenceConfig':{},'additionalModelRequestFields':{'thinking':{'type':'disabled'}}}")
        { Model = BedrockModels.Of(BedrockModels.Claude) with { HasAdaptiveThinking = true } };
        yield return new(
            "thought of Nova, at most effort",
            Ask() with { Reasoning = new() { Effort = "high" }, MaxOutputTokens = 10, Temperature = 0.1 },
            "{" + Hi + ",'inferenceConfig':{},'additionalModelRequestFields':{'reasoningConfig':{'type':'enabled','maxReasoningEffort':'high'}}}",
            "max_tokens: not sent, because the model thinks",
            "temperature: not sent, because the model thinks")
        { Model = BedrockModels.Of(BedrockModels.Nova) };
        yield return new(
            "thought of open weights", Ask() with { Reasoning = new() { Effort = "minimal" } }, "{" + Hi + ",'inferenceConfig':{},'additionalModelRequestFields':{'reasoning_effort':'low'}}")
        { Model = BedrockModels.Of("openai.gpt-oss-120b-1:0") };
        yield return new(
            "thought of a model that cannot be told", Ask() with { Reasoning = new() { Effort = "low" } }, "{" + Hi + ",'inferenceConfig':{}}", "reasoning_effort: this model cannot be told how much to think")
        { Model = BedrockModels.Of(BedrockModels.Llama) };
        yield return new(
            "thought said again, byte for byte, to who minted it",
            Ask() with
            {
                Messages =
                [
                    Says(MessageRole.User, "hi"),
                    new(MessageRole.Assistant,
                    [
                        new ReasoningPart("Let me") { Signature = "Eqo+/=", Origin = Dialect.Bedrock },
                        new ReasoningPart("") { Redacted = "3q2+7w==", Origin = Dialect.Bedrock },
                        new ReasoningPart("") { Signature = "only", Origin = Dialect.Bedrock },
                        new ReasoningPart("other") { Signature = "s", Origin = Dialect.Anthropic },
                        new ReasoningPart("unknown") { Signature = "s" },
                        new TextPart("4"),
                    ]),
                ],
            },
            "{'messages':[{'role':'user','content':[{'text':'hi'}]},{'role':'assistant','content':[{'reasoningContent':{'reasoningText':{'text':'Let me','signature':'Eqo+/='}}},"
                + "{'reasoningContent':{'redactedContent':'3q2+7w=='}},{'reasoningContent':{'reasoningText':{'text':'','signature':'only'}}},{'text':'4'}]}],'inferenceConfig':{}}",
            "messages[1].content[3]: thought of another vendor is not sent",
            "messages[1].content[4]: thought of another vendor is not sent");
    }
}
