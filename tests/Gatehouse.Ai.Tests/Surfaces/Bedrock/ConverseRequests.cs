namespace Gatehouse.Ai.Tests.Surfaces.Bedrock;

/// <summary>Bodies of Converse as AWS documents them, and what each means. Single quotes stand for double ones.</summary>
internal static class ConverseRequests
{
    private const string Hi = "'messages':[{'role':'user','content':[{'text':'hi'}]}]";
    private const string Said = "Messages=[Message(Parts=[TextPart(Text='hi')], Role=User)], Model='m'";

    public static IReadOnlyList<(string Name, string Body, string Request)> Good { get; } =
    [
        ("least", "{" + Hi + "}", $"ChatRequest({Said})"),
        (
            "system, settings, tier, metadata",
            "{" + Hi + ",'system':[{'text':'You are an app.'},{'cachePoint':{'type':'default'}}],'inferenceConfig':{'maxTokens':512,'temperature':0.5,'topP':0.9,'stopSequences':['END']},"
                + "'serviceTier':{'type':'flex'},'requestMetadata':{'team':'blue'}}",
            "ChatRequest(MaxOutputTokens=512, Messages=[Message(Parts=[TextPart(Cache=FiveMinutes, Text='You are an app.')], Role=System), Message(Parts=[TextPart(Text='hi')], Role=User)], "
                + "Metadata=[team:blue], Model='m', ServiceTier='flex', StopSequences=['END'], Temperature=0.5, TopP=0.9)"
        ),
        (
            "tools",
            "{" + Hi + ",'toolConfig':{'tools':[{'toolSpec':{'name':'top_song','description':'Gets it.','inputSchema':{'json':{'type':'object'}},'strict':true}},{'cachePoint':{'type':'default','ttl':'1h'}},"
                + "{'systemTool':{'name':'nova_grounding'}}],'toolChoice':{'any':{}}}}",
            $"ChatRequest({Said}, ToolChoice=ToolChoice(Kind=Required), Tools=[Tool(Cache=OneHour, Description='Gets it.', IsStrict=True, Name='top_song', Parameters={{'type':'object'}}), "
                + "Tool(Foreign=ForeignPart(Dialect=Bedrock, Kind='systemTool', Value={'name':'nova_grounding'}), Name='nova_grounding')])"
        ),
        ("tool by name", "{" + Hi + ",'toolConfig':{'tools':[],'toolChoice':{'tool':{'name':'a'}}}}", $"ChatRequest({Said}, ToolChoice=ToolChoice(Kind=Named, Name='a'))"),
        (
            "every kind of content",
            "{'messages':[{'role':'user','content':[{'text':'a'},{'image':{'format':'png','source':{'bytes':'AAAA'}}},{'image':{'format':'webp','source':{'s3Location':{'uri':'s3://b/k','bucketOwner':'1'}}}},"
                + "{'document':{'format':'pdf','name':'doc','source':{'bytes':'BBBB'},'context':'c','citations':{'enabled':true}}},{'document':{'name':'d','source':{'text':'plain'}}},"
                + "{'document':{'format':'txt','name':'e','source':{'content':[{'text':'x'}]}}},{'audio':{'format':'mp3','source':{'bytes':'CCCC'}}},{'video':{'format':'mp4','source':{'bytes':'DDDD'}}},"
                + "{'guardContent':{'text':{'text':'g'}}},{'searchResult':{'source':'s'}},{'brandNew':[1]}]}]}",
            "ChatRequest(Foreign=[ForeignField(Path='messages[0].content[2].image.source.s3Location.bucketOwner', Value='1')], Messages=[Message(Parts=[TextPart(Text='a'), "
                + "ImagePart(Source=MediaSource(Base64='AAAA', MediaType='image/png')), ImagePart(Source=MediaSource(MediaType='image/webp', Url='s3://b/k')), "
                + "FilePart(Context='c', Name='doc', Source=MediaSource(Base64='BBBB', MediaType='application/pdf'), WantsCitations=True), FilePart(Name='d', Text='plain'), "
                + "ForeignPart(Dialect=Bedrock, Kind='document', Value={'format':'txt','name':'e','source':{'content':[{'text':'x'}]}}), AudioPart(Format='mp3', Source=MediaSource(Base64='CCCC')), "
                + "ForeignPart(Dialect=Bedrock, Kind='video', Value={'format':'mp4','source':{'bytes':'DDDD'}}), ForeignPart(Dialect=Bedrock, Kind='guardContent', Value={'text':{'text':'g'}}), "
                + "ForeignPart(Dialect=Bedrock, Kind='searchResult', Value={'source':'s'}), ForeignPart(Dialect=Bedrock, Kind='brandNew', Value=[1])], Role=User)], Model='m')"
        ),
        (
            "calls and results",
            "{'messages':[{'role':'assistant','content':[{'toolUse':{'toolUseId':'t1','name':'f','input':{'a': 1}}},{'toolUse':{'toolUseId':'t2','name':'g','type':'server_tool_use'}}]},"
                + "{'role':'user','content':[{'toolResult':{'toolUseId':'t1','content':[{'text':'2'},{'json':{'b':3}},{'image':{'format':'gif','source':{'bytes':'AAAA'}}}],'status':'error'}},"
                + "{'toolResult':{'toolUseId':'t2','content':[],'status':'success'}}]}]}",
            "ChatRequest(Foreign=[ForeignField(Path='messages[0].content[1].toolUse.type', Value='server_tool_use')], Messages=[Message(Parts=[ToolCallPart(Arguments='{\\u0022a\\u0022: 1}', Id='t1', Name='f'), "
                + "ToolCallPart(Arguments='{}', Id='t2', Name='g')], Role=Assistant), Message(Parts=[ToolResultPart(CallId='t1', Content=[TextPart(Text='2'), TextPart(Text='{\\u0022b\\u0022:3}'), "
                + "ImagePart(Source=MediaSource(Base64='AAAA', MediaType='image/gif'))], IsError=True), ToolResultPart(CallId='t2')], Role=User)], Model='m')"
        ),
        (
            "thought, own and another's",
            "{'messages':[{'role':'assistant','content':[{'reasoningContent':{'reasoningText':{'text':'hm','signature':'Eq=='}}},{'reasoningContent':{'reasoningText':{'text':'hm','signature':'ghs1.2.An=='}}},"
                + "{'reasoningContent':{'reasoningText':{'text':'bare'}}},{'reasoningContent':{'redactedContent':'3q2+7w=='}},{'reasoningContent':{'redactedContent':'Z2hzMS4xLmdBQUE='}}]}]}",
            "ChatRequest(Messages=[Message(Parts=[ReasoningPart(Origin=Bedrock, Signature='Eq==', Text='hm'), ReasoningPart(Origin=Anthropic, Signature='An==', Text='hm'), "
                + "ReasoningPart(Origin=Bedrock, Text='bare'), ReasoningPart(Origin=Bedrock, Redacted='3q2\\u002B7w==', Text=''), ReasoningPart(Origin=OpenAi, Redacted='gAAA', Text='')], Role=Assistant)], Model='m')"
        ),
        (
            "JSON answers and effort",
            "{" + Hi + ",'outputConfig':{'textFormat':{'type':'json_schema','structure':{'jsonSchema':{'schema':'{\\'type\\':\\'object\\'}','name':'n','description':'d'}}},'effort':'high'}}",
            $"ChatRequest({Said}, Reasoning=ReasoningWish(Effort='high'), ResponseFormat=ResponseFormat(Description='d', Kind=JsonSchema, Name='n', Schema={{'type':'object'}}))"
        ),
        (
            "the model's own fields",
            "{" + Hi + ",'additionalModelRequestFields':{'thinking':{'type':'enabled','budget_tokens':2000},'top_k':5,'anthropic_beta':['b'],'custom':{'x':1}}}",
            $"ChatRequest(Betas=['b'], Foreign=[ForeignField(Path='additionalModelRequestFields.custom', Value={{'x':1}})], {Said}, Reasoning=ReasoningWish(BudgetTokens=2000, IsOn=True), TopK=5)"
        ),
        (
            "Nova's own fields",
            "{" + Hi + ",'additionalModelRequestFields':{'reasoningConfig':{'type':'enabled','maxReasoningEffort':'low'},'thinking':5}}",
            $"ChatRequest(Foreign=[ForeignField(Path='additionalModelRequestFields.thinking', Value=5)], {Said}, Reasoning=ReasoningWish(Effort='low', IsOn=True))"
        ),
        (
            "fields without a word of ours, and nulls",
            "{" + Hi + ",'guardrailConfig':{'guardrailIdentifier':'g'},'performanceConfig':{'latency':'optimized'},'additionalModelResponseFieldPaths':['/stop_sequence'],'inferenceConfig':{'topK':1},'system':null}",
            "ChatRequest(Foreign=[ForeignField(Path='guardrailConfig', Value={'guardrailIdentifier':'g'}), ForeignField(IsHint=True, Path='performanceConfig', Value={'latency':'optimized'}), "
                + $"ForeignField(IsHint=True, Path='additionalModelResponseFieldPaths', Value=['/stop_sequence']), ForeignField(Path='inferenceConfig.topK', Value=1)], {Said})"
        ),
    ];

    /// <summary>Body, and the field that its error names.</summary>
    public static IReadOnlyList<(string Body, string? Field)> Bad { get; } =
    [
        ("", null),
        ("{", null),
        ("[]", null),
        ("{" + Hi + "," + Hi + "}", null),
        ("{}", "messages"),
        ("{'messages':[]}", "messages"),
        ("{'messages':{}}", "messages"),
        ("{'messages':[{'role':'user'}]}", "messages[0]"),
        ("{'messages':[{'content':[]}]}", "messages[0]"),
        ("{'messages':[{'role':'tool','content':[]}]}", "messages[0].role"),
        ("{'messages':[{'role':'user','content':'hi'}]}", "messages[0].content"),
        ("{'messages':[{'role':'user','content':[{}]}]}", "messages[0].content[0]"),
        ("{'messages':[{'role':'user','content':[{'text':'a','image':{}}]}]}", "messages[0].content[0]"),
        ("{'messages':[{'role':'user','content':[{'text':1}]}]}", "messages[0].content[0].text"),
        ("{'messages':[{'role':'user','content':[{'cachePoint':{'type':'default'}}]}]}", "messages[0].content[0]"),
        ("{'messages':[{'role':'user','content':[{'text':'a'},{'cachePoint':{'ttl':'2h'}}]}]}", "messages[0].content[1].cachePoint.ttl"),
        ("{'messages':[{'role':'user','content':[{'image':{'format':'png'}}]}]}", "messages[0].content[0].image"),
        ("{'messages':[{'role':'user','content':[{'image':{'format':'tiff','source':{'bytes':'AAAA'}}}]}]}", "messages[0].content[0].image"),
        ("{'messages':[{'role':'user','content':[{'image':{'format':'png','source':{'bytes':'A*'}}}]}]}", "messages[0].content[0].image.source.bytes"),
        ("{'messages':[{'role':'user','content':[{'image':{'format':'png','source':{'url':'x'}}}]}]}", "messages[0].content[0].image.source"),
        ("{'messages':[{'role':'user','content':[{'image':{'format':'png','source':{'s3Location':{'uri':'http://x'}}}}]}]}", "messages[0].content[0].image.source.s3Location"),
        ("{'messages':[{'role':'user','content':[{'document':{'format':'exe','name':'x','source':{'bytes':'AAAA'}}}]}]}", "messages[0].content[0].document"),
        ("{'messages':[{'role':'user','content':[{'toolUse':{'name':'x'}}]}]}", "messages[0].content[0].toolUse"),
        ("{'messages':[{'role':'user','content':[{'toolResult':{'content':[]}}]}]}", "messages[0].content[0].toolResult"),
        ("{'messages':[{'role':'user','content':[{'toolResult':{'toolUseId':'x','status':'maybe'}}]}]}", "messages[0].content[0].toolResult.status"),
        ("{'messages':[{'role':'user','content':[{'toolResult':{'toolUseId':'x','content':[{'toolUse':{}}]}}]}]}", "messages[0].content[0].toolResult.content[0].toolUse"),
        ("{'messages':[{'role':'user','content':[{'reasoningContent':{'x':1}}]}]}", "messages[0].content[0].reasoningContent"),
        ("{" + Hi + ",'system':'x'}", "system"),
        ("{" + Hi + ",'inferenceConfig':{'maxTokens':0}}", "inferenceConfig.maxTokens"),
        ("{" + Hi + ",'inferenceConfig':{'maxTokens':1.5}}", "inferenceConfig.maxTokens"),
        ("{" + Hi + ",'inferenceConfig':{'temperature':'hot'}}", "inferenceConfig.temperature"),
        ("{" + Hi + ",'inferenceConfig':{'stopSequences':[1]}}", "inferenceConfig.stopSequences[0]"),
        ("{" + Hi + ",'toolConfig':{'tools':[{'cachePoint':{}}]}}", "toolConfig.tools[0]"),
        ("{" + Hi + ",'toolConfig':{'tools':[{'toolSpec':{'description':'x'}}]}}", "toolConfig.tools[0].toolSpec"),
        ("{" + Hi + ",'toolConfig':{'tools':[{'toolSpec':{'name':'x','inputSchema':{'json':'x'}}}]}}", "toolConfig.tools[0].toolSpec.inputSchema"),
        ("{" + Hi + ",'toolConfig':{'tools':[],'toolChoice':{'none':{}}}}", "toolConfig.toolChoice"),
        ("{" + Hi + ",'outputConfig':{'textFormat':{'type':'xml'}}}", "outputConfig.textFormat.type"),
        ("{" + Hi + ",'outputConfig':{'textFormat':{'type':'json_schema','structure':{'jsonSchema':{'schema':'{'}}}}}", "outputConfig.textFormat.structure.jsonSchema.schema"),
        ("{" + Hi + ",'requestMetadata':{'a':1}}", "requestMetadata.a"),
        ("{" + Hi + ",'additionalModelRequestFields':[]}", "additionalModelRequestFields"),
    ];
}
