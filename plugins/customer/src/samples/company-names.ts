/** A made-up company: its name, the same in Latin letters for addresses of mail and web, and its line of business. */
export interface CompanyName {
  readonly name: string;
  readonly slug: string;
  readonly industry: string;
}

const WESTERN = `Alderway Freight:logistics|Amberline Software:software|Ashgrove Clinics:medical|Barrowfield Foods:retail|Beacon Ridge Energy:energy
Birchmoor Manufacturing:manufacturing|Blue Heron Media:entertainment|Brightwell Schools:education|Caldera Systems:technology|Candlewick Books:retail
Cobalt Lane Studios:entertainment|Copperfield Tools:manufacturing|Crestline Telecom:telecommunications|Dovetail Furniture:manufacturing|Driftwood Hotels:services
Eastgate Partners:finance|Elmstead Insurance:finance|Evergate Solar:energy|Fernhill Pharma:medical|Fieldstone Builders:services
Foxglove Cosmetics:retail|Granary Bakers:retail|Greyfriars Capital:finance|Halcyon Robotics:technology|Harborview Shipping:logistics
Hazelmere Health:medical|Highmark Staffing:employment|Hollis & Wren:marketing|Ironbridge Steel:manufacturing|Juniper Field Labs:medical
Kestrel Analytics:software|Kingsway Motors:retail|Lanternfish Games:entertainment|Larkspur Learning:education|Lindenhof Optics:manufacturing
Lowland Dairy:manufacturing|Maple & Quill:marketing|Marlowe Consulting:services|Meridian Parcels:logistics|Millstone Brewing:manufacturing
Moorgate Payments:finance|Nightjar Security:software|Northlight Lighting:manufacturing|Oakhaven Care:medical|Orchard Street Apps:software
Otterburn Outdoor:retail|Pemberton Legal:services|Pinecrest Paper:manufacturing|Quarry Bay Data:technology|Ravenscroft Recruiting:employment
Redwater Utilities:energy|Saltmarsh Seafood:retail|Silverbirch Networks:telecommunications|Stonecroft Council:government|Sundial Travel:services
Tidewater Ports:logistics|Umbra Design:marketing|Vantage Point Cloud:technology|Westerlund Cycles:manufacturing|Yarrow & Sons:retail`;

const CHINESE = `澄源科技:chengyuan:technology|云岫软件:yunxiu:software|禾木家居:hemu:manufacturing|海岚物流:hailan:logistics|青梧教育:qingwu:education
瑞朗医疗:ruilang:medical|嘉沐食品:jiamu:retail|晨屿传媒:chenyu:entertainment|恒砺机械:hengli:manufacturing|星桥通信:xingqiao:telecommunications
沐光新能源:muguang:energy|知行人力:zhixing:employment|墨川文化:mochuan:entertainment|安澜保险:anlan:finance|启明数据:qimingshuju:technology
丰禾农业:fenghe:manufacturing|锦程旅行:jincheng:services|拓海供应链:tuohai:logistics|乐芽早教:leya:education|优合零售:youhe:retail
凌霄航材:lingxiao:manufacturing|和润药业:herun:medical|明川电力:mingchuan:energy|智谷云:zhigu:software|盛泽纺织:shengze:manufacturing
溪山酒店:xishan:services|众联支付:zhonglian:finance|百川水务:baichuan:energy|宏图建筑:hongtu:services|思齐咨询:siqi:services
蓝屿海运:lanyu:logistics|艺禾广告:yihe:marketing|汇景商业:huijing:retail|新纪元光电:xinjiyuan:technology|德邻物业:delin:services
康桥诊所:kangqiao:medical|飞渡出行:feidu:services|南栀美妆:nanzhi:retail|天问航天:tianwen:technology|峻岭矿业:junling:energy
微澜网络:weilan:telecommunications|同舟基金:tongzhou:finance|佳禾种业:jiahe:manufacturing|鹿鸣出版:luming:entertainment|博远仪器:boyuan:manufacturing
森屿户外:senyu:retail|润泽环保:runze:services|数澜智能:shulan:software|华彩印刷:huacai:manufacturing|致远学院:zhiyuan:education
北辰汽车:beichen:retail|云帆跨境:yunfan:logistics|橙果营销:chengguo:marketing|灵犀游戏:lingxi:entertainment|万象猎聘:wanxiang:employment
金穗银行:jinsui:finance|清和政务:qinghe:government|泰安重工:taian:manufacturing|木棉服饰:mumian:retail|远景安防:yuanjing:technology`;

export const westernCompanies: readonly CompanyName[] = entries(WESTERN).map(
  ([name = '', industry = '']) => ({
    name,
    slug: name.toLowerCase().replaceAll(/[^a-z]/g, ''),
    industry,
  }),
);

export const chineseCompanies: readonly CompanyName[] = entries(CHINESE).map(
  ([name = '', slug = '', industry = '']) => ({ name, slug, industry }),
);

function entries(text: string): string[][] {
  return text.split(/[\n|]/).map((entry) => entry.split(':'));
}
