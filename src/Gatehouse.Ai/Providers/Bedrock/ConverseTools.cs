using System.Text.Json;
using Gatehouse.Ai.Canonical;

namespace Gatehouse.Ai.Providers.Bedrock;

/// <summary>Writes <c>toolConfig</c>: tools, and which of them must be called.</summary>
internal sealed class ConverseTools(Utf8JsonWriter json, ChatRequest request, ConverseTurns turns, ModelFamily family, EncodeNotes notes)
{
    private readonly ConverseContent _content = new(json, family, notes);
    private readonly Tool[] _tools = [.. request.Tools.Where(static t => t.Foreign is null or { Dialect: Dialect.Bedrock })];

    /// <summary>Whether not calling several tools at once is said to Claude in its own words, which then also hold the choice.</summary>
    public static bool SaysChoiceToClaude(ChatRequest request, ModelFamily family)
        => family == ModelFamily.Claude && request is { ParallelToolCalls: false, Tools.Count: > 0 } && request.ToolChoice?.Kind != ToolChoiceKind.None;

    /// <summary>Writes it, unless there are no tools.</summary>
    public void Write(AnswerShape answer, ReasoningPlan reasoning, VendorModel model)
    {
        if (request is { ParallelToolCalls: false, Tools.Count: > 0 } && family != ModelFamily.Claude)
        {
            notes.Unsupported("parallel_tool_calls", "this model cannot be kept from calling several tools");
        }

        // "None" is no choice that Converse has. Without tools in the conversation the same is said by offering none.
        bool isNone = request.ToolChoice?.Kind == ToolChoiceKind.None;
        if (isNone && !turns.HasTools)
        {
            return;
        }

        if (_tools.Length != request.Tools.Count)
        {
            notes.Unsupported("tools", "a tool is only known to the vendor it is made for");
        }

        if (!answer.IsTool && _tools.Length == 0 && !turns.HasTools)
        {
            return;
        }

        if (isNone)
        {
            notes.Unsupported("tool_choice", "Bedrock has no 'none', and wants the tools that the conversation speaks of; the model may call them");
        }

        json.WriteStartObject("toolConfig");
        json.WriteStartArray("tools");
        WriteTools(answer, model);
        json.WriteEndArray();
        WriteChoice(answer, reasoning);
        json.WriteEndObject();
    }

    private void WriteTools(AnswerShape answer, VendorModel model)
    {
        if (answer.IsTool)
        {
            WriteTool(new Tool(JsonAnswerTool.Name) { Description = answer.Description ?? JsonAnswerTool.Description, Parameters = answer.ToolSchema }, model);
            return;
        }

        foreach (var tool in _tools)
        {
            WriteTool(tool, model);
            _content.WriteCachePoint(tool.Cache, "tools");
        }

        if (_tools.Length == 0)
        {
            // Bedrock refuses calls in a conversation without tools: the called ones are named, nothing is known of their arguments.
            notes.Changed("tools", "made up from the calls in the conversation");
            string[] names = [.. turns.CalledTools];
            foreach (string name in names.Length > 0 ? names : ["unknown"])
            {
                WriteTool(new Tool(name), model);
            }
        }
    }

    private void WriteTool(Tool tool, VendorModel model)
    {
        json.WriteStartObject();
        if (tool.Foreign is { } foreign)
        {
            json.WritePropertyName(foreign.Kind);
            foreign.Value.WriteTo(json);
            json.WriteEndObject();
            return;
        }

        json.WriteStartObject("toolSpec");
        json.WriteString("name", tool.Name);
        if (!string.IsNullOrWhiteSpace(tool.Description))
        {
            json.WriteString("description", tool.Description);
        }

        json.WriteStartObject("inputSchema");
        json.WritePropertyName("json");
        if (tool.Parameters.ValueKind == JsonValueKind.Object)
        {
            tool.Parameters.WriteTo(json);
        }
        else
        {
            json.WriteStartObject();
            json.WriteString("type", "object");
            json.WriteEndObject();
        }

        json.WriteEndObject();
        if (tool.IsStrict == true)
        {
            if (model.TakesJsonSchema)
            {
                json.WriteBoolean("strict", true);
            }
            else
            {
                notes.Changed("tools.strict", "this model cannot be held to a schema");
            }
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private void WriteChoice(AnswerShape answer, ReasoningPlan reasoning)
    {
        var choice = answer.IsTool ? new ToolChoice(ToolChoiceKind.Named, JsonAnswerTool.Name) : request.ToolChoice;
        if (choice is null || SaysChoiceToClaude(request, family))
        {
            return;
        }

        bool isForced = choice.Kind is ToolChoiceKind.Required or ToolChoiceKind.Named;
        if (isForced && reasoning.IsOn && family == ModelFamily.Claude)
        {
            notes.Unsupported("tool_choice", "this model cannot be made to call a tool while it thinks");
            isForced = false;
        }

        if (isForced && (choice.Kind == ToolChoiceKind.Named ? !family.TakesNamedTool() : !family.TakesAnyTool()))
        {
            notes.Unsupported("tool_choice", "this model cannot be made to call a tool");
            isForced = false;
        }

        json.WriteStartObject("toolChoice");
        json.WriteStartObject(!isForced ? "auto" : choice.Kind == ToolChoiceKind.Required ? "any" : "tool");
        if (isForced && choice.Kind == ToolChoiceKind.Named)
        {
            json.WriteString("name", choice.Name);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }
}
