import type { SampleRandom } from '@tessera/sdk';

/** A made-up person. */
export interface PersonName {
  readonly familyName: string;
  readonly givenName: string;
  /** For the mail address. */
  readonly slug: string;
}

const FAMILY = words(
  'Okafor Lindqvist Marchetti Novak Bergman Castellanos Whitfield Achterberg Delacroix Hargreaves Ferreira Kowalska Mbeki Sandoval Thorne Ivanova Prescott Lacroix Hoffmann Nakamura Eriksen Abbott Quintero Rahman Sinclair Vasquez Weller Yates Zimmer Donnelly',
);
const GIVEN = words(
  'Ada Ben Clara Daniel Elena Felix Grace Henry Irene Jonas Kate Leo Maria Noah Olivia Paul Rosa Samuel Tessa Victor Amelia Bruno Chloe David Emma Frank Hanna Isaac Julia Marco',
);
/** A name and how it is said. */
const FAMILY_CHINESE = pairs(
  '王wang 李li 张zhang 刘liu 陈chen 杨yang 赵zhao 黄huang 周zhou 吴wu 徐xu 孙sun 胡hu 朱zhu 高gao 林lin 何he 郭guo 马ma 罗luo 梁liang 宋song 郑zheng 谢xie 韩han 唐tang 冯feng 于yu 董dong 萧xiao',
);
const GIVEN_CHINESE = pairs(
  '晓彤xiaotong 志远zhiyuan 雨欣yuxin 建国jianguo 思琪siqi 浩然haoran 静怡jingyi 明轩mingxuan 婷婷tingting 俊杰junjie 雪梅xuemei 文博wenbo 佳宁jianing 海涛haitao 梦洁mengjie 子轩zixuan 丽华lihua 国强guoqiang 诗涵shihan 嘉豪jiahao 慧敏huimin 天宇tianyu 欣然xinran 立新lixin 若曦ruoxi 永刚yonggang 晨曦chenxi 雅婷yating 博文bowen 秀英xiuying',
);

/** Somebody with a Chinese or a Western name. */
export function pickPerson(random: SampleRandom, isChinese: boolean): PersonName {
  if (!isChinese) {
    const familyName = random.pick(FAMILY);
    const givenName = random.pick(GIVEN);
    return { familyName, givenName, slug: `${givenName}.${familyName}`.toLowerCase() };
  }
  const family = random.pick(FAMILY_CHINESE);
  const given = random.pick(GIVEN_CHINESE);
  return {
    familyName: family.name,
    givenName: given.name,
    slug: `${family.said}.${given.said}`,
  };
}

/** A job title with its department. */
export function pickJob(
  random: SampleRandom,
  isChinese: boolean,
): readonly [title: string, department: string] {
  return random.pick<readonly [string, string]>(isChinese ? JOBS_CHINESE : JOBS);
}

const JOBS = [
  ['Chief Executive Officer', 'Management'],
  ['Chief Financial Officer', 'Finance'],
  ['Head of Procurement', 'Procurement'],
  ['Purchasing Manager', 'Procurement'],
  ['IT Director', 'IT'],
  ['Systems Administrator', 'IT'],
  ['Operations Manager', 'Operations'],
  ['Plant Manager', 'Operations'],
  ['Marketing Lead', 'Marketing'],
  ['Sales Director', 'Sales'],
  ['Customer Service Lead', 'Customer service'],
  ['Project Manager', 'Projects'],
  ['Office Manager', 'Administration'],
] as const;

const JOBS_CHINESE = [
  ['总经理', '管理层'],
  ['财务总监', '财务部'],
  ['采购总监', '采购部'],
  ['采购经理', '采购部'],
  ['信息总监', '信息技术部'],
  ['系统管理员', '信息技术部'],
  ['运营经理', '运营部'],
  ['厂长', '生产部'],
  ['市场经理', '市场部'],
  ['销售总监', '销售部'],
  ['客服主管', '客户服务部'],
  ['项目经理', '项目部'],
  ['行政主管', '行政部'],
] as const;

function words(text: string): string[] {
  return text.split(' ');
}

function pairs(text: string): { readonly name: string; readonly said: string }[] {
  return words(text).map((word) => {
    const said = word.replace(/^\p{Script=Han}+/u, '');
    return { name: word.slice(0, word.length - said.length), said };
  });
}
